// What is wrong with the page in the window, each thing in words; nothing where all is well.
() => {
  const wrong = [];
  const called = (element) => `${element.localName}${element.id && "#" + element.id} "${element.textContent.trim().slice(0, 40)}"`;
  const root = document.documentElement;

  if (root.scrollWidth > root.clientWidth) {
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element.parentElement));
    wrong.push(`scrolls sideways to ${root.scrollWidth} of ${root.clientWidth}: ${wide.slice(0, 4).map(called)}`);
  }

  for (const element of document.querySelectorAll("label, button, h1, h2, h3")) {
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth) wrong.push(`too long for its place: ${called(element)}`);
  }

  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const channels = (colour) => {  // of a colour in any notation: red, green, blue to 255, and how much of it covers
    if (!known.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  const ground = (element) => {
    if (!element) return channels("Canvas");
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour : over(colour, ground(element.parentElement));
  };
  const light = ([r, g, b]) => {
    const part = (value) => (value / 255 <= .04045 ? value / 255 / 12.92 : ((value / 255 + .055) / 1.055) ** 2.4);
    return .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  };
  const check = (element, style, text) => {
    const behind = ground(element);
    const [low, high] = [light(over(channels(style.color), behind)), light(behind)].sort((one, other) => one - other);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (high + .05) / (low + .05);
    if (ratio < needed) wrong.push(`contrast of ${ratio.toFixed(2)}: ${called(element)} "${text.trim().slice(0, 30)}"`);
  };
  const isSeen = (element) => element.checkVisibility({ checkOpacity: true }) && !element.closest(".unseen, .skip");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: element, textContent } = texts.currentNode;
    if (textContent.trim() && isSeen(element)) check(element, getComputedStyle(element), textContent);
  }
  for (const element of document.querySelectorAll("input, textarea")) {
    if (!isSeen(element)) continue;
    if (element.placeholder) check(element, getComputedStyle(element, "::placeholder"), element.placeholder);
    check(element, getComputedStyle(element), element.value);
  }
  return wrong;
}
