/** Where a person's pictures would lie; `/72.png` and the like follow. */
export function avatarOf(user: number): string {
  return `https://img.example/${(user * 2_654_435_761) % 4096}`;
}
