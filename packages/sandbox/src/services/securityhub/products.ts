// Products that send findings in, and which of them an account takes findings from.
import type { Context, Handlers, World } from "../../wire/service.ts";
import { keptByHub } from "./kept-by-hub.ts";
import { readPage } from "./pages.ts";
import { conflict, invalidInput, notFound } from "./refusals.ts";
import type { State } from "./state.ts";

/** AWS's own products that send findings (user guide, "AWS service integrations"), and those of partners that stand for all. */
const PRODUCTS: Record<string, [company: string, name: string]> = {
  "aws/config": ["AWS", "Config"],
  "aws/firewall-manager": ["AWS", "Firewall Manager"],
  "aws/guardduty": ["Amazon", "GuardDuty"],
  "aws/health": ["AWS", "Health"],
  "aws/access-analyzer": ["AWS", "IAM Access Analyzer"],
  "aws/inspector": ["Amazon", "Inspector"],
  "aws/macie": ["Amazon", "Macie"],
  "aws/ssm-patch-manager": ["AWS", "Systems Manager Patch Manager"],
  "prowler/prowler": ["Prowler", "Prowler"],
};
const ARN = /^arn:[\w-]+:securityhub:([\w-]+):(?:\d{12})?:product\/([\w.+-]+\/[\w.+-]+)$/;

/** Operations on products. */
export function productOperations(world: World, state: State): Handlers {
  const { own, put } = keptByHub<string>(world, state, "products");

  return {
    DescribeProducts({ ProductArn, MaxResults, NextToken }, { region }: Context) {
      const all = Object.entries(PRODUCTS).map(([id, [CompanyName, ProductName]]) => ({
        ProductArn: `arn:aws:securityhub:${region}::product/${id}`,
        ProductName,
        CompanyName,
        IntegrationTypes: ["SEND_FINDINGS_TO_SECURITY_HUB"],
      }));
      const wanted = ProductArn ? all.filter((one) => one.ProductArn === ProductArn) : all;
      const { items, next } = readPage(wanted, { MaxResults, NextToken, most: 100 });
      return { Products: items, NextToken: next };
    },

    EnableImportFindingsForProduct({ ProductArn }, caller: Context) {
      const all = own(caller);
      const [, region, id] = ARN.exec(ProductArn) ?? [];
      if (id === undefined || region !== caller.region)
        throw invalidInput(`Invalid parameter 'ProductArn': ${ProductArn}`); // assumed, text only
      const ProductSubscriptionArn = `arn:aws:securityhub:${region}:${caller.account}:product-subscription/${id}`;
      if (all.includes(ProductSubscriptionArn))
        throw conflict(`Product ${ProductArn} is already enabled`); // assumed, text only
      put(caller, [...all, ProductSubscriptionArn]);
      return { ProductSubscriptionArn };
    },

    DisableImportFindingsForProduct({ ProductSubscriptionArn: arn }, caller: Context) {
      const all = own(caller);
      if (!all.includes(arn)) throw notFound(`Product subscription ${arn} was not found`); // assumed, text only
      put(
        caller,
        all.filter((one) => one !== arn),
      );
      return {};
    },

    ListEnabledProductsForImport({ MaxResults, NextToken }, caller: Context) {
      const { items, next } = readPage(own(caller), { MaxResults, NextToken, most: 100 });
      return { ProductSubscriptions: items, NextToken: next };
    },
  };
}
