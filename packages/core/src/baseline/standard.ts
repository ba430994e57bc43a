// Standards are written as an ARN of any Region, or by name; what is compared is the name alone, because a standard
// has another ARN in every Region (`arn:aws:securityhub:REGION::standards/NAME/v/1.0.0`), and CIS 1.2.0 one without
// a Region (`arn:aws:securityhub:::ruleset/NAME/v/1.2.0`).

/** The name of a standard, such as `aws-foundational-security-best-practices/v/1.0.0`. */
export const nameOfStandard = (written: string): string =>
  written.trim().replace(/^(arn:[^/]*:)?(standards|ruleset)\//, "");
