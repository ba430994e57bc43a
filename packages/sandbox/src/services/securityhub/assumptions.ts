// Where AWS's documents disagree or say nothing, and a program must be right either way:
// each guess with a switch for its opposite.

/** Guesses about Security Hub that a test may turn round. */
export interface Assumptions {
  /** DisableSecurityHub refuses a member (guide), instead of ending the relation (API reference). */
  disableRefusesMembers: boolean;
  /** A declined invitation stays and can still be accepted. */
  declinedInvitationStays: boolean;
  /** InviteMembers on an account that was not created is a 404 instead of an entry of a 200. */
  inviteUnknownIsError: boolean;
}

/** What we think AWS does. */
export const likely: Assumptions = {
  disableRefusesMembers: true,
  declinedInvitationStays: true,
  inviteUnknownIsError: false,
};
