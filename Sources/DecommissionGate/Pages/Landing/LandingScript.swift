/// Renews the page without losing what somebody opened, typed or reads in it; and takes back what it said where that
/// cannot be renewed: a page left open on a laptop must not go on saying "safe".
///
/// The age is counted from before the page was asked for, by whichever of two clocks ran further since: one may stand
/// still while a machine sleeps, the other may be set. The birth of one survey never moves towards now, and no
/// earlier survey is taken: else a cache that hands out an old page would keep it young. One that was old when it was
/// loaded shows by the wall's clock, which may be a minute off.
enum LandingScript {
    /// SHA-256 of ``text`` in base64; a test reckons it anew.
    static let hash: StaticString = "fcvk2FqQ/Fu7s2FGweA66WCNR52o0YJGHYlTWD9BEIE="

    static let text: StaticString = #"""
        (() => {
        "use strict";
        const el = id => document.getElementById(id), lost = el("lost"), said = el("said");
        const isSaved = location.protocol === "file:";
        let steady = performance.now(), wall = Date.now();
        let passed = Math.max(steady, wall - performance.timeOrigin);
        const now = () => {
          const s = performance.now(), w = Date.now();
          passed += Math.max(s - steady, w - wall, 0);
          steady = s;
          wall = w;
          return passed / 1000;
        };
        let survey = "", born = NaN, asked = 0, busy = false, silent = false, isOver = false, title = document.title;
        const answer = text => text.split(" \u00b7 ")[0];
        const words = s => s < 60 ? `${s | 0} s` : s < 3600 ? `${s / 60 | 0} m ${s % 60 | 0} s`
          : `${s / 3600 | 0} h ${s % 3600 / 60 | 0} m`;

        const note = (main, at) => {
          const d = main.querySelector("#age").dataset;
          if (!d.survey) {
            born = NaN;
            return true;
          }
          if (d.survey < survey) return false;
          const birth = at - Number(d.age);
          born = d.survey === survey && born < birth ? born : birth;
          survey = d.survey;
          return true;
        };

        const look = () => {
          const main = el("main"), age = el("age"), old = now() - born;
          const text = (age.dataset.survey ? `Surveyed ${words(old)} ago` : "Not surveyed yet")
            + (silent ? ", and no newer answer comes" : "");
          if (age.textContent !== text) age.textContent = text;
          const apart = Date.now() / 1000 - Date.parse(age.dataset.survey) / 1000 - old, isYoung = old <= Number(age.dataset.limit);
          const isRepeated = Math.abs(apart) > 60;
          const over = isSaved || !("stale" in main.dataset) && (isRepeated || !isYoung);
          main.classList.toggle("overdue", over);
          if (over !== isOver) {
            isOver = over;
            lost.textContent = !over ? "" : isSaved
              ? "This is a copy of a page that somebody saved: what it said counts no more. No gate may be acted on."
              : isRepeated && isYoung
              ? `STALE: by this device's clock this page ${apart > 0 ? `was made ${words(apart)} ago` : "is of the future"}: `
                + "a cache repeats it, or a clock is wrong. No gate may be acted on. Load it past every cache, or set the clock."
              : `STALE: this page shows a survey that ended at ${survey} and cannot be renewed: what it said `
                + "counts no more. No gate may be acted on. See that the service runs and can be reached.";
          }
          const shown = over ? "STALE \u2013 Kafka decommission gate" : title;
          if (document.title !== shown) document.title = shown;
        };

        const path = f => f.id ? "#" + CSS.escape(f.id)
          : f.localName === "summary" ? "#" + CSS.escape(f.parentElement.id) + ">summary"
          : f.localName === "a" ? `a[href="${CSS.escape(f.getAttribute("href"))}"]` : "";

        const take = (main, next) => {
          const old = el("main"), f = document.activeElement, x = scrollX, y = scrollY;
          const focus = f && old.contains(f) ? path(f) : "";
          const nth = focus ? [...document.querySelectorAll(focus)].indexOf(f) : -1;
          const find = id => main.querySelector("#" + CSS.escape(id));
          for (const d of old.querySelectorAll("details[id]")) {
            const n = find(d.id);
            if (n && d.open !== "open" in d.dataset) n.open = d.open;
          }
          // What was said loudly before is not said again.
          const told = new Set([...old.querySelectorAll(".alarm")].map(a => a.textContent));
          for (const a of main.querySelectorAll("[role=alert]")) if (told.has(a.textContent)) a.removeAttribute("role");
          const boxes = [...old.querySelectorAll(".box")].map(b => [b.id, b.scrollLeft]);
          old.replaceWith(document.adoptNode(main));
          for (const [id, left] of boxes) if (left && find(id)) find(id).scrollLeft = left;
          const again = focus ? document.querySelectorAll(focus)[nth] : null;
          if (again) again.focus({preventScroll: true});
          scrollTo(x, y);
          if (answer(next) !== answer(title)) said.textContent = "Now: " + answer(next);
          title = next;
        };

        const isRead = () => {
          const s = getSelection();
          return s.type === "Range" && el("main").contains(s.anchorNode);
        };

        const ask = async () => {
          if (busy || isSaved) return;
          busy = true;
          const at = asked = now(), stop = new AbortController(), timer = setTimeout(() => stop.abort(), 10000);
          try {
            const reply = await fetch(location.href,
              {cache: "no-store", credentials: "same-origin", redirect: "error", signal: stop.signal});
            const page = new DOMParser().parseFromString(await reply.text(), "text/html"), main = page.getElementById("main");
            if (!reply.ok || !main || !main.querySelector("#age")) throw new Error("another page");
            if (main.dataset.form !== el("main").dataset.form) return location.reload();
            silent = false;
            if (isRead() && !isOver && answer(page.title) === answer(title)) return;
            if (note(main, at)) take(main, page.title);
            else silent = true;
          } catch {
            silent = true;
          } finally {
            clearTimeout(timer);
            busy = false;
            look();
          }
        };

        const pace = () => {
          const d = el("age").dataset;
          return Math.max(.9, Math.min(Number(d.pace) / 2, Number(d.limit || d.pace) / 4));
        };
        const wake = () => {
          look();
          if (now() - asked > 1) ask();
        };
        note(el("main"), 0);
        look();
        setInterval(() => {
          look();
          if (now() - asked >= pace()) ask();
        }, 1000);
        document.addEventListener("visibilitychange", wake);
        for (const event of ["pageshow", "online", "focus"]) addEventListener(event, wake);
        })();
        """#
}
