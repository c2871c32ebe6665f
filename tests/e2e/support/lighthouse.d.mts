// Lighthouse's own types do not compile with this TypeScript.
export interface Category {
  id: string;
  title: string;
  /** From 0 to 1. */
  score: number | null;
  /** The audits that count and found something. */
  failing: string[];
}

/** One run; of all categories where none is named. */
export function audit(
  url: string,
  onlyCategories?: string[],
): Promise<{ categories: Category[]; audits: Record<string, { title: string; numericValue?: number }> }>;
