// What people call a Region: the place in AWS's name for it, in English and in Japanese.
import type { Region } from "../region.ts";

const places: Record<Region, readonly string[]> = {
  "us-east-1": ["N. Virginia", "Virginia", "バージニア北部", "バージニア", "北バージニア"],
  "us-east-2": ["Ohio", "オハイオ"],
  "us-west-1": ["N. California", "California", "北カリフォルニア", "カリフォルニア"],
  "us-west-2": ["Oregon", "オレゴン"],
  "ca-central-1": [
    "Canada",
    "Canada Central",
    "Montreal",
    "カナダ",
    "カナダ中部",
    "モントリオール",
  ],
  "ca-west-1": ["Calgary", "Canada West", "カルガリー", "カナダ西部"],
  "mx-central-1": ["Mexico", "メキシコ"],
  "sa-east-1": ["Sao Paulo", "São Paulo", "サンパウロ"],
  "eu-central-1": ["Frankfurt", "フランクフルト"],
  "eu-central-2": ["Zurich", "Zürich", "チューリッヒ"],
  "eu-west-1": ["Ireland", "アイルランド"],
  "eu-west-2": ["London", "ロンドン"],
  "eu-west-3": ["Paris", "パリ"],
  "eu-north-1": ["Stockholm", "ストックホルム"],
  "eu-south-1": ["Milan", "ミラノ"],
  "eu-south-2": ["Spain", "スペイン"],
  "ap-northeast-1": ["Tokyo", "東京"],
  "ap-northeast-2": ["Seoul", "ソウル"],
  "ap-northeast-3": ["Osaka", "大阪"],
  "ap-southeast-1": ["Singapore", "シンガポール"],
  "ap-southeast-2": ["Sydney", "シドニー"],
  "ap-southeast-3": ["Jakarta", "ジャカルタ"],
  "ap-southeast-4": ["Melbourne", "メルボルン"],
  "ap-southeast-5": ["Malaysia", "マレーシア"],
  "ap-southeast-6": ["New Zealand", "Auckland", "ニュージーランド", "オークランド"],
  "ap-southeast-7": ["Thailand", "Bangkok", "タイ", "バンコク"],
  "ap-south-1": ["Mumbai", "ムンバイ"],
  "ap-south-2": ["Hyderabad", "ハイデラバード"],
  "ap-east-1": ["Hong Kong", "香港"],
  "ap-east-2": ["Taipei", "台北"],
  "af-south-1": ["Cape Town", "ケープタウン"],
  "il-central-1": ["Tel Aviv", "テルアビブ"],
  "me-central-1": ["UAE", "アラブ首長国連邦"],
  "me-south-1": ["Bahrain", "バーレーン"],
};

const fold = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/[\s.]/g, "");

/** Folded place to Region. A place may carry 都 or リージョン behind it. */
export const cities: ReadonlyMap<string, Region> = new Map(
  Object.entries(places).flatMap(([region, names]) =>
    names.flatMap((name) =>
      ["", "リージョン", "region"].map((ending) => [fold(name) + ending, region] as const),
    ),
  ),
);
