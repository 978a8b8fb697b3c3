const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite, for parts that a script builds. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/core/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
