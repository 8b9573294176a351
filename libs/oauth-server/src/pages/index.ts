export { renderErrorPage } from './error.page';
export type { ErrorPageParts } from './error.page';
export { PAGE_HEADERS, setPageHeaders } from './page-headers';
export { DESIGN_TOKENS, tokenStyles } from './design-tokens';
export type { DesignTokens } from './design-tokens';
