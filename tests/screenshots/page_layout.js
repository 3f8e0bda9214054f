// In a page: every text that a person cannot read whole. See page_layout.py for what is meant so.
boxes => {
    const found = [];
    const slack = 1.5;
    const said = element => (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 60);
    const where = element => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`;
    const report = (what, element, words) => found.push(`${what}: ${where(element)} “${words ?? said(element)}”`);
    const root = document.documentElement;
    const wide = root.clientWidth;
    if (root.scrollWidth > wide) report(`the page scrolls sideways (${root.scrollWidth} > ${wide})`, root, document.title);
    const style = element => getComputedStyle(element);
    const scrolls = element => ["auto", "scroll"].includes(style(element).overflowX);
    const clips = element => ["hidden", "clip"].includes(style(element).overflowX) || ["hidden", "clip"].includes(style(element).overflowY);
    const shownElsewhere = element => style(element).webkitLineClamp !== "none"
        && element.title.trim().replace(/\s+/g, " ") === element.textContent.trim().replace(/\s+/g, " ");
    const unseen = element => element.closest(".unseen, .skip, [hidden], [data-unseen]") || style(element).clipPath === "inset(50%)";

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const inside = (part, box) => part.left >= box.left - slack && part.right <= box.right + slack
        && part.top >= box.top - slack && part.bottom <= box.bottom + slack;
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const own = text.parentElement;
        if (!text.data.trim() || !own.checkVisibility({visibilityProperty: true}) || ["SCRIPT", "STYLE", "OPTION"].includes(own.tagName)) continue;
        let hidden = false;
        for (let each = own; each && each !== document.body; each = each.parentElement) if (unseen(each)) { hidden = true; break; }
        if (hidden) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const parts = [...range.getClientRects()].filter(part => part.width > 0);
        let scroller = false;
        for (let box = own; box && box !== root; box = box.parentElement) {
            if (shownElsewhere(box)) break;
            if (scrolls(box)) { scroller = true; break; }
            const edge = box.getBoundingClientRect();
            const cut = clips(box), framed = box.matches(boxes);
            if ((cut || framed) && style(box).display !== "inline" && parts.some(part => !inside(part, edge))) {
                report(cut ? "cut off" : "outside its box", box, text.data.trim().slice(0, 60));
                break;
            }
            if (style(box).position === "fixed") break;
        }
        if (!scroller && parts.some(part => part.left < -slack || part.right > wide + slack)) report("off the screen", own);
    }
    const measure = document.createElement("canvas").getContext("2d");
    for (const field of document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), select")) {
        if (!field.checkVisibility()) continue;
        const look = style(field);
        const words = field.tagName === "SELECT" ? field.selectedOptions[0]?.text ?? "" : field.value || field.placeholder;
        measure.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
        measure.letterSpacing = look.letterSpacing;
        const arrow = field.tagName === "SELECT" ? 20 : 0;
        const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight) - arrow;
        if (measure.measureText(words).width > room + slack) report("longer than its field", field, words);
    }
    return found;
}
