/** The sign of the product, as on the sign-in pages. */
export function Brand() {
  return (
    <>
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle className="mark-back" cx="20.5" cy="16" r="9.5" />
        <circle className="mark-front" cx="11.5" cy="16" r="9.5" />
      </svg>
      <span>Duvo</span>
    </>
  );
}
