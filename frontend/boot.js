// Runs before the first paint: tells the style sheet which first screen to show, and puts up the crash screen when the
// application cannot start at all (an old browser, a file that did not arrive); afterwards it has the shell kept for bad
// lines. Nothing else belongs here.
(function () {
  var root = document.documentElement;
  root.dataset.page = location.pathname === "/" ? "home" : "page";
  function crash() {
    var box = document.getElementById("crash");
    if (box && !("started" in root.dataset)) {
      document.getElementById("app").hidden = true;
      box.hidden = false;
    }
  }
  addEventListener("unhandledrejection", crash);
  addEventListener("error", crash, true);
  addEventListener("load", function () {
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(function () {});
  });
})();
