// What stands before the portal in a province: TLS and HTTP/2 (docs/operations.md). It counts what goes over the line, heads,
// records and all; in both directions, as somebody with a meter on the cable would.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate of its own for `localhost`; the browser is told not to mind. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "motcua-front-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, "-subj", "/CN=localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}

/** Headers that belong to one connection only (RFC 9113 §8.2.2). */
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"]);

/** Starts it on `port` before the portal on `behind`. */
export function startFront(port, behind) {
  const sockets = new Set();
  let closed = 0;
  const agent = new http.Agent({ keepAlive: true });
  const server = http2.createSecureServer({ ...certificate(), allowHTTP1: false });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      closed += socket.bytesRead + socket.bytesWritten;
    });
  });
  server.on("stream", (stream, asked) => {
    const headers = { host: asked[":authority"] };
    for (const [name, value] of Object.entries(asked)) if (!name.startsWith(":")) headers[name] = value;
    const options = { host: "127.0.0.1", port: behind, agent, method: asked[":method"], path: asked[":path"], headers };
    const request = http.request(options, (answer) => {
      const heads = { ":status": answer.statusCode };
      for (const [name, value] of Object.entries(answer.headers)) if (!OF_THE_CONNECTION.has(name)) heads[name] = value;
      if (stream.destroyed) return answer.destroy();
      stream.respond(heads);
      answer.pipe(stream);
    });
    request.on("error", () => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
    stream.on("error", () => request.destroy());
    stream.pipe(request);
  });
  server.listen(port, "127.0.0.1");
  return {
    /** Bytes in both directions since the start. */
    bytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, closed),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      server.close();
    },
  };
}
