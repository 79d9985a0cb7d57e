// A dialog above everything, that Escape closes and that keeps the focus while it is open.
import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  label: string;
  className?: string;
  onClose(): void;
  children: ReactNode;
}

// What is filled in first, unless something else asks for the focus; a closed dialog's fields cannot take it by themselves.
const FIRST = ".dialog-body :is(input, textarea, .menu-button)";

export function Dialog({ label, className = "", onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const mine = dialog.current;
    const before = document.activeElement;
    mine?.showModal();
    (mine?.querySelector<HTMLElement>("[data-focus=true]") ?? mine?.querySelector<HTMLElement>(FIRST))?.focus();
    return () => {
      mine?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
