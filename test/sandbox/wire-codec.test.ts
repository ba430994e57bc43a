import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { modelOf, shapeOf } from "../../packages/sandbox/src/wire/schema.ts";
import type { Protocol } from "../../packages/sandbox/src/wire/service.ts";

// Services of one operation, as tuples in the form in which SDK clients export them.
const structure = (members: Record<string, unknown>, traits: object = {}) => [
  3,
  "case",
  "Shape",
  traits,
  Object.keys(members),
  Object.values(members),
];
const list = (item: unknown, traits: object = {}) => [1, "case", "List", traits, item];
const map = (key: unknown, value: unknown, traits: object = {}) => [
  2,
  "case",
  "Map",
  traits,
  key,
  value,
];
const INNER = structure({ Text: [0, { xmlName: "text" }] });

const INPUT = {
  restJson: structure({
    Name: [0, 1],
    Rest: [0, 1],
    Kinds: [64, { httpQuery: "kind" }],
    Others: [map(0, list(0)), { httpQueryParams: 1 }],
    Words: [64, { httpHeader: "x-words" }],
    Days: [list(6), { httpHeader: "x-days" }],
    Meta: [128, { httpPrefixHeaders: "x-meta-" }],
    Renamed: [0, { jsonName: "renamed" }],
    At: 4,
    Bytes: 21,
  }),
  restXml: structure(
    {
      Attribute: [0, { xmlName: "xsi:type", xmlAttribute: 1 }],
      Flat: [list(() => INNER), { xmlFlattened: 1, xmlName: "Item" }],
      Wrapped: list([0, { xmlName: "Entry" }]),
      FlatMap: [map([0, { xmlName: "K" }], [1, { xmlName: "V" }]), { xmlFlattened: 1 }],
      At: 4,
      On: 2,
    },
    { xmlName: "Root" },
  ),
  query: structure({
    Tags: list(structure({ Key: 0, Value: 0 })),
    Flat: [list(0), { xmlFlattened: 1, xmlName: "Flat" }],
    Pairs: map(0, 1),
    At: 4,
    On: 2,
  }),
  ec2: structure({
    Names: [list([0, { xmlName: "Name" }]), { xmlName: "Name" }],
    Dry: [2, { ec2QueryName: "DryRun", xmlName: "dryRun" }],
  }),
};
const HTTP: Record<string, [string, string, number]> = {
  restJson: ["PUT", "/a(b)/{Name}/x/{Rest+}?fixed=1", 202],
  restXml: ["POST", "/xml", 200],
};

let received: Record<string, unknown> = {};
let world: RunningWorld;
beforeAll(async () => {
  const service = (protocol: Exclude<Protocol, "json">) => {
    const traits = HTTP[protocol] ? { http: HTTP[protocol] } : 0;
    return {
      id: protocol,
      client: { Echo$: [9, "case", "Echo", traits, INPUT[protocol], INPUT[protocol]] },
      protocol,
      version: protocol === "query" || protocol === "ec2" ? protocol : "",
      xmlNamespace: "urn:case",
      handlers: {
        Echo(input: Record<string, unknown>) {
          received = input;
          return input;
        },
      },
    };
  };
  const services = (["restJson", "restXml", "query", "ec2"] as const).map(service);
  world = await startWorld({}, () => ({ services }));
});
afterAll(() => world.stop());

/** Sends a request with its path as it stands: fetch would tidy it. */
function send(service: string, method: string, path: string, body = "", headers: object = {}) {
  const { port } = new URL(world.endpoint);
  const authorization = `AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/${service}/aws4_request`;
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const options = {
        port,
        host: "127.0.0.1",
        method,
        path,
        headers: { authorization, ...headers },
      };
      const request = http.request(options, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: text }),
        );
      });
      request.on("error", reject).end(body);
    },
  );
}

describe("REST with JSON", () => {
  it("reads path, query, headers and body, and writes them back", async () => {
    const answer = await send(
      "restJson",
      "PUT",
      "/a(b)/N%2Fame/x/r/../e?fixed=1&kind=one&kind=two&more=3&more=4",
      JSON.stringify({ renamed: "r", At: 1.5, Bytes: "AAE=", Unknown: 1, Name: "not from here" }),
      {
        "x-words": 'plain, "with, comma", "with \\" quote"',
        "x-days": "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT",
        "x-meta-a": "b",
      },
    );
    expect(received).toEqual({
      Name: "N/ame",
      Rest: "r/../e",
      Kinds: ["one", "two"],
      Others: { fixed: ["1"], more: ["3", "4"] },
      Words: ["plain", "with, comma", 'with " quote'],
      Days: [new Date("2019-12-16T23:48:18Z"), new Date("2019-12-17T23:48:18Z")],
      Meta: { a: "b" },
      Renamed: "r",
      At: new Date(1500),
      Bytes: Buffer.from([0, 1]),
    });
    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({
      "x-words": 'plain, "with, comma", "with \\" quote"',
      "x-days": "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT",
      "x-meta-a": "b",
    });
    expect(JSON.parse(answer.body)).toEqual({ renamed: "r", At: 1.5, Bytes: "AAE=" });
  });

  it("takes special characters of a path as they are", async () => {
    const answer = await send("restJson", "PUT", "/aXbX/n/x/r?fixed=1");
    expect(answer.headers["x-amzn-errortype"]).toBe("UnknownOperationException");
  });
});

describe("REST with XML", () => {
  it("reads and writes attributes, lists and maps of both kinds", async () => {
    const body = [
      '<Root xmlns="urn:case" xsi:type="a&lt;b">',
      "<Item><text>1 &amp; <![CDATA[<2>]]></text></Item><Item><text>3</text></Item>",
      "<Wrapped><Entry>x</Entry><Entry/></Wrapped>",
      "<FlatMap><K>a</K><V>1</V></FlatMap><FlatMap><K>b</K><V>2</V></FlatMap>",
      "<At>2026-01-02T03:04:05.000Z</At><On>true</On></Root>",
    ].join("");
    const answer = await send("restXml", "POST", "/xml", `<?xml version="1.0"?><!-- c -->${body}`);
    expect(received).toEqual({
      Attribute: "a<b",
      Flat: [{ Text: "1 & <2>" }, { Text: "3" }],
      Wrapped: ["x", ""],
      FlatMap: { a: 1, b: 2 },
      At: new Date("2026-01-02T03:04:05Z"),
      On: true,
    });
    expect(answer.body.replace(/^<\?.*\?>\n/, "")).toBe(
      body.replace("<![CDATA[<2>]]>", "&lt;2&gt;").replace("<Entry/>", "<Entry></Entry>"),
    );
  });

  it("refuses what is not well-formed", async () => {
    for (const body of ["<Root><On>true</Root>", "<Root>", "text"]) {
      const answer = await send("restXml", "POST", "/xml", body);
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("MalformedXML")]);
    }
  });
});

describe("forms", () => {
  const post = (service: string, form: Record<string, string>) => {
    const body = new URLSearchParams({ Action: "Echo", Version: service, ...form }).toString();
    return send(service, "POST", "/", body, {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    });
  };

  it("are trees with numbered lists", async () => {
    const answer = await post("query", {
      "Tags.member.2.Key": "b",
      "Tags.member.1.Key": "a",
      "Tags.member.1.Value": "1",
      "Flat.1": "x",
      "Flat.10": "z",
      "Flat.2": "y",
      "Pairs.entry.1.key": "k",
      "Pairs.entry.1.value": "7",
      At: "2026-01-02T03:04:05Z",
      On: "false",
    });
    expect(received).toEqual({
      Tags: [{ Key: "a", Value: "1" }, { Key: "b" }],
      Flat: ["x", "y", "z"],
      Pairs: { k: 7 },
      At: new Date("2026-01-02T03:04:05Z"),
      On: false,
    });
    expect(answer.body).toContain(
      "<EchoResult><Tags><member><Key>a</Key><Value>1</Value></member><member><Key>b</Key></member></Tags><Flat>x</Flat><Flat>y</Flat><Flat>z</Flat>",
    );
    expect(answer.body).toContain("<ResponseMetadata><RequestId>");
  });

  it("are flatter in EC2's dialect", async () => {
    const answer = await post("ec2", { "Name.1": "a", "Name.2": "b", DryRun: "true" });
    expect(received).toEqual({ Names: ["a", "b"], Dry: true });
    expect(answer.body).toContain('<EchoResponse xmlns="urn:case"><requestId>');
    expect(answer.body).toContain("<Name><Name>a</Name><Name>b</Name></Name><dryRun>true</dryRun>");
  });

  it("that name no operation are refused in their protocol", async () => {
    const answer = await post("query", { Action: "Other" });
    expect(answer.body).toContain("<ErrorResponse");
    expect(answer.body).toContain("<Code>InvalidAction</Code>");
  });
});

describe("schemas", () => {
  it("may refer to themselves", () => {
    const tree: unknown[] = structure({ Children: () => list(() => tree), Name: 0 });
    const shape = shapeOf(tree);
    expect(shape.members[0]!.shape.item.members[0]!.shape.item.name).toBe("Shape");
  });

  it("merge the traits of member and target", () => {
    const target = [0, "case", "Named", { jsonName: "inner", xmlName: "x" }, 0];
    const { traits } = shapeOf([() => target, { jsonName: "outer" }]);
    expect(traits).toEqual({ jsonName: "outer", xmlName: "x" });
  });

  it("are found among everything else that a module exports", () => {
    const model = modelOf({
      Echo$: [9, "case", "Echo", 0, 0, 0],
      Echo: class {},
      list: [1, 2],
      name: "x",
    });
    expect([...model.operations.keys()]).toEqual(["Echo"]);
  });
});
