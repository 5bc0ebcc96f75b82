// The page drives the map: the section that is read is a step of the feed's story, which the map goes to, and a chart of the
// page's own and the map share their selection. Nothing here but attributes, methods and events that README lists.
const map = document.querySelector("incident-map");
const sections = document.querySelectorAll("section");
const bars = document.querySelectorAll("[data-incident]");

// What crosses the middle of the page's lower half is what is read.
const reading = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.classList.toggle("current", isIntersecting);
    if (isIntersecting) map.showStep(Number(target.dataset.step));
  }
}, { root: document, rootMargin: "-70% 0px -29% 0px" });

customElements.whenDefined("incident-map")
  .then(() => map.ready)
  .then(() => sections.forEach((section) => reading.observe(section)));

bars.forEach((bar) => bar.addEventListener("click", () => {
  map.select(bar.getAttribute("aria-pressed") === "true" ? null : bar.dataset.incident);
}));
map.addEventListener("incident-select", ({ detail }) => {
  bars.forEach((bar) => bar.setAttribute("aria-pressed", bar.dataset.incident === detail.id));
});
