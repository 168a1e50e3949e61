/// What is asked of a page, in the browser's own words; each answers with what is wrong, one line each.
enum Judgements {
    /// Every text that can be seen, against the ground it stands on.
    static let weakContrasts = """
        (() => {
          const parts = c => c.match(/[\\d.]+/g).map(Number);
          const light = c => {
            const [r, g, b] = parts(c).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const ground = e => {
            for (; e; e = e.parentElement) {
              const c = getComputedStyle(e).backgroundColor, p = parts(c);
              if (p.length < 4 || p[3] === 1) return c;
            }
            return "rgb(255,255,255)";
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), weak = [];
          let seen = 0;
          while (walker.nextNode()) {
            const node = walker.currentNode, e = node.parentElement;
            if (!node.data.trim() || e.closest("script,style,svg,noscript") || !e.checkVisibility({visibilityProperty: true})) continue;
            seen++;
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
            const ratio = (a + .05) / (b + .05);
            if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 40)}`);
          }
          return seen < 10 ? ["hardly any text was seen"] : weak;
        })()
        """

    /// What stands further to the right than the window reaches, and does not scroll in a box of its own.
    static let overflows = """
        (() => {
          const wide = document.documentElement.scrollWidth;
          const out = [...document.querySelectorAll("body *")].filter(e =>
            !e.closest(".box table,.spoken,.skip,svg *") && e.getBoundingClientRect().right > innerWidth + 1);
          return (wide > innerWidth ? [`${wide} > ${innerWidth}`] : []).concat(out.map(e => e.outerHTML.slice(0, 80)));
        })()
        """

    /// What keyboards and screen readers need.
    static let obstacles = """
        (() => {
          const wrong = [], all = s => [...document.querySelectorAll(s)];
          const need = (is, what) => { if (!is) wrong.push(what); };
          need(document.documentElement.lang === "en", "no language");
          need(all("h1").length === 1, "not one h1");
          for (const mark of ["main", "header", "footer", "form[role=search]"]) need(all(mark).length === 1, mark);
          let level = 1;
          for (const h of all("h1,h2,h3,h4")) {
            const next = Number(h.localName[1]);
            need(next <= level + 1, `${h.textContent} jumps from ${level} to ${next}`);
            level = next;
          }
          for (const th of all("th")) need(th.scope, `th ${th.textContent} without scope`);
          for (const svg of all("svg")) need(svg.closest("[aria-hidden=true]") || svg.getAttribute("role") === "img"
            && svg.querySelector("title")?.textContent, `a picture says nothing: ${svg.outerHTML.slice(0, 60)}`);
          for (const s of all("section")) need(document.getElementById(s.getAttribute("aria-labelledby")), "a section without a name");
          for (const i of all("input")) need(i.labels.length, "an input without a label");
          for (const b of all("[tabindex='0']")) need(b.getAttribute("aria-label"), "a stop without a name");
          need(all("[aria-live=assertive]").length === 0 && all("main [role=status],main [aria-live]").length === 0, "what is renewed shouts");
          const ids = all("[id]").map(e => e.id);
          need(new Set(ids).size === ids.length, "an id stands twice");
          return wrong;
        })()
        """

    /// The state of every gate as a person reads it: shown, and its band within the window's width.
    static let statesShown = """
        [...document.querySelectorAll(".gate .state span")].filter(e => {
          const r = e.getBoundingClientRect();
          return e.checkVisibility({visibilityProperty: true}) && r.width > 20 && r.height > 10 && r.right <= innerWidth;
        }).map(e => e.innerText).join(" ")
        """
}
