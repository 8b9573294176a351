/** Who a user is at an identity provider, as the operator's commands give it out. */
export interface IdentityView {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly issuer: string;
  readonly subject: string;
}
