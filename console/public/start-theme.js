// Before the first paint: the theme chosen on this device, else the system's, so that a dark page never flashes white.
(() => {
  const stored = localStorage.getItem("larkbridge-theme");
  const dark = stored === "dark" || (stored !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
