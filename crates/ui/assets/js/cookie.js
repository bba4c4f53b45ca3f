// Choices that the server reads before it renders. They are no secret.

const YEAR = 31536000;

/** @param {string} name @param {string} value */
export function keepChoice(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}
