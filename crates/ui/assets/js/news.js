// The dot on the tab's icon, when news arrives while the page is open.

const tabIcon = document.querySelector("link[rel=icon][data-news]");
const NEWS_DOT = "%3Ccircle cx='25' cy='7' r='7' fill='%23fff'/%3E%3Ccircle cx='25' cy='7' r='5.500' fill='%23d92d20'/%3E";

/** Looks at the counts of the rail. Live regions call it after each change. */
export function tellNews() {
  if (!(tabIcon instanceof HTMLLinkElement)) return;
  const news = document.querySelector(".rail .amount") !== null;
  if (String(news) === tabIcon.dataset.news) return;
  tabIcon.dataset.news = String(news);
  const plain = tabIcon.href.replace(NEWS_DOT, "");
  tabIcon.href = news ? plain.replace("%3C/svg%3E", `${NEWS_DOT}%3C/svg%3E`) : plain;
}
