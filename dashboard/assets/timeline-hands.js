// What the hands do on the lanes: point, press, drag, pinch, turn the wheel, and all of it by keys.
const MOVED = 4; // pixels from which a press is a drag

export function makeHands(timeline) {
  const held = new Map();
  let drag = null;

  function where(event) {
    const box = timeline.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  function share(x) {
    const { left, right } = timeline.look;
    return Math.min(Math.max((x - left) / (right - left), 0), 1);
  }

  function spread() {
    const [one, other] = [...held.values()];
    return { middle: (one[0] + other[0]) / 2, apart: Math.max(8, Math.hypot(one[0] - other[0], one[1] - other[1])) };
  }

  function pan(pixels) {
    const { from, to } = timeline.view;
    const days = (pixels * (to - from)) / (timeline.look.right - timeline.look.left);
    timeline.show(from + days, to + days);
  }

  function pinch() {
    const now = spread();
    timeline.zoom(now.apart / drag.spread.apart, share(drag.spread.middle));
    pan(drag.spread.middle - now.middle);
    drag.spread = now;
  }

  // The list that the keys walk in a lane: the dated, then the undated.
  function listOf(lane) {
    const { dated, undated } = timeline.marks.lanes[lane];
    return [...dated, ...undated];
  }

  function stand(lane, list, place) {
    const at = { lane, list, place, i: list[place] };
    const { marks, view } = timeline;
    const [start, end] = [marks.start[at.i], marks.end[at.i]];
    timeline.at = at;
    if (marks.precision[at.i] && (end <= view.from || start >= view.to)) {
      const half = (view.to - view.from) / 2;
      timeline.show((start + end) / 2 - half, (start + end) / 2 + half);
    } else timeline.point(at);
  }

  function first() {
    const { marks, view } = timeline;
    const lane = marks.lanes.findIndex(({ dated, undated }) => dated.length + undated.length > 0);
    if (lane < 0) return;
    const list = listOf(lane);
    const seen = list.findIndex((i) => marks.precision[i] && marks.end[i] > view.from);
    stand(lane, list, Math.max(seen, 0));
  }

  function along(step) {
    const { at } = timeline;
    if (!at) return first();
    return stand(at.lane, at.list, Math.min(Math.max(at.place + step, 0), at.list.length - 1));
  }

  // To the next lane with any mark, at about the same time.
  function across(step) {
    const { at, marks } = timeline;
    if (!at) return first();
    for (let lane = at.lane + step; lane >= 0 && lane < marks.lanes.length; lane += step) {
      const list = listOf(lane);
      if (!list.length) continue;
      const { dated } = marks.lanes[lane];
      const day = marks.start[at.i];
      let place = 0;
      if (!marks.precision[at.i]) place = Math.min(dated.length, list.length - 1);
      else dated.forEach((i, other) => { if (Math.abs(marks.start[i] - day) < Math.abs(marks.start[list[place]] - day)) place = other; });
      return stand(lane, list, place);
    }
    return undefined;
  }

  const keys = {
    ArrowRight: () => along(1),
    ArrowLeft: () => along(-1),
    ArrowDown: () => across(1),
    ArrowUp: () => across(-1),
    PageDown: () => pan(0.8 * (timeline.look.right - timeline.look.left)),
    PageUp: () => pan(-0.8 * (timeline.look.right - timeline.look.left)),
    Home: () => along(-Infinity),
    End: () => along(Infinity),
    "+": () => zoomAtMark(1.5),
    "=": () => zoomAtMark(1.5),
    "-": () => zoomAtMark(1 / 1.5),
    0: () => timeline.show(timeline.marks.from, timeline.marks.to),
    Enter: () => timeline.at && timeline.choose(timeline.at.i),
    " ": () => timeline.at && timeline.open(timeline.targetOf(timeline.at)),
    Escape: () => timeline.point(null),
  };

  function zoomAtMark(factor) {
    const { at, marks, view } = timeline;
    const middle = at && marks.precision[at.i] ? (marks.start[at.i] + marks.end[at.i]) / 2 : null;
    const around = middle === null ? 0.5 : (middle - view.from) / (view.to - view.from);
    timeline.zoom(factor, Math.min(Math.max(around, 0), 1));
  }

  return {
    pointerdown(event) {
      if (event.button) return;
      const at = where(event);
      held.set(event.pointerId, at);
      drag = { x: at[0], moved: held.size > 1, spread: held.size === 2 ? spread() : null };
      timeline.stage.setPointerCapture(event.pointerId);
    },
    pointermove(event) {
      const at = where(event);
      if (!held.has(event.pointerId)) {
        if (event.pointerType === "mouse") timeline.hover(timeline.find(...at));
        return;
      }
      held.set(event.pointerId, at);
      if (held.size === 2 && drag.spread) return pinch();
      if (Math.abs(at[0] - drag.x) > MOVED) drag.moved = true;
      if (drag.moved && held.size === 1) {
        timeline.tip.hide();
        pan(drag.x - at[0]);
        drag.x = at[0];
      }
    },
    pointerup(event) {
      held.delete(event.pointerId);
    },
    // Not before the click: a list that opens under a finger would take it.
    click(event) {
      if (drag && !drag.moved) timeline.open(timeline.find(...where(event)));
    },
    pointercancel(event) {
      held.delete(event.pointerId);
    },
    pointerleave() {
      timeline.tip.hide();
    },
    // The wheel scrolls the page, unless the timeline has the focus or a modifier says otherwise.
    wheel(event) {
      if (!event.ctrlKey && !event.metaKey && !timeline.focused) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX);
      else timeline.zoom(1.0016 ** -Math.min(Math.max(event.deltaY * (event.deltaMode ? 30 : 1), -400), 400), share(where(event)[0]));
    },
    keydown(event) {
      if (event.target !== timeline.stage || event.altKey || event.ctrlKey || event.metaKey || !(event.key in keys)) return;
      event.preventDefault();
      keys[event.key]();
    },
  };
}
