export function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(share * 100);
  return (
    <span class="bar">
      <progress max={100} value={percent} aria-label={label} />
      <span class="number">{percent} %</span>
    </span>
  );
}
