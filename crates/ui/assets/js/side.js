// The open page of a side list is in sight where the list is a line that scrolls.

for (const link of document.querySelectorAll("[data-side] [aria-current]")) {
  link.scrollIntoView({ block: "nearest", inline: "center" });
}
