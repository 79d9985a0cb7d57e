// Something that opens beside a control, above everything else, and closes with Escape or a click elsewhere.
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";

interface Props {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  className?: string;
  children: ReactNode;
}

const GAP = 4;

function place(panel: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [panel.offsetWidth, panel.offsetHeight];
  const below = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
  panel.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
  panel.style.top = `${Math.max(GAP, below ? Math.min(at.bottom + GAP, innerHeight - height - GAP) : at.top - height - GAP)}px`;
}

export function Popover({ anchor, onClose, className = "", children }: Props) {
  const panel = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const [mine, near] = [panel.current, anchor.current];
    if (!mine || !near) return undefined;
    mine.showPopover();
    mine.querySelector<HTMLElement>("input, [role=menuitem]")?.focus(); // before it was shown nothing in it could take the focus
    const again = () => place(mine, near);
    again();
    const watch = new ResizeObserver(again);
    watch.observe(mine);
    addEventListener("resize", again);
    addEventListener("scroll", again, true);
    return () => {
      watch.disconnect();
      removeEventListener("resize", again);
      removeEventListener("scroll", again, true);
    };
  }, [anchor]);

  useEffect(() => {
    const elsewhere = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    addEventListener("pointerdown", elsewhere, true);
    return () => removeEventListener("pointerdown", elsewhere, true);
  }, [anchor, onClose]);

  const escape = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
    anchor.current?.focus();
  };
  return (
    <div ref={panel} popover="manual" className={`popover ${className}`} onKeyDown={escape}>
      {children}
    </div>
  );
}
