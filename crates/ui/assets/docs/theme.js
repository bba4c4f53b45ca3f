// Runs before the first paint: the colours that the reader chose on an earlier page.
try {
  const theme = localStorage.getItem("callboard-theme");
  if (theme === "light" || theme === "dark" || theme === "contrast") document.documentElement.dataset.theme = theme;
} catch { /* Storage may be forbidden; then the system decides. */ }
document.documentElement.dataset.script = "";
