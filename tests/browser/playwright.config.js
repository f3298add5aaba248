import { defineConfig } from "@playwright/test";

const browser = {
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // No sandbox: CI runs as root. The rest keeps Chromium from calling home.
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"],
  },
  locale: "vi-VN",
  timezoneId: "Asia/Ho_Chi_Minh",
  // What it answers cannot be watched or changed by a test; offline.spec.js lets it in.
  serviceWorkers: "block",
  trace: "retain-on-failure",
  screenshot: "only-on-failure",
};

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.js",
  globalSetup: "./support/setup.js",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  // A test that fails sometimes is a bug, in it or in the portal.
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  projects: [
    { name: "phone", use: { ...browser, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: "desktop", use: { ...browser, viewport: { width: 1200, height: 860 } } },
  ],
});
