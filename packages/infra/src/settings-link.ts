/// <reference path="../../../.sst/platform/config.d.ts" />
// Hands the settings to functions as `Resource.Settings`.
import { settings } from "./settings.ts";

export const settingsLink = new sst.Linkable("Settings", { properties: { ...settings } });
