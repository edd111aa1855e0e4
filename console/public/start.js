// Before the first paint: the theme chosen on this device, else the system's, so that a dark page never flashes white;
// and which frame the page will have, so that what is drawn first stands where it will stay.
(() => {
  const stored = localStorage.getItem("larkbridge-theme");
  const dark = stored === "dark" || (stored !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const bare = /^\/(?:login|setup|sign-in|sign-in-link|password-link|new-password)(?:\/|$)/.test(location.pathname);
  Object.assign(document.documentElement.dataset, { theme: dark ? "dark" : "light", frame: bare ? "bare" : "shell" });
})();
