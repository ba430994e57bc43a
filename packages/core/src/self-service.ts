// What an account's owner is given who joins by themselves: a script for exactly that account, in two shells.
export { bashScript } from "./self-service/bash.ts";
export { Order, StandardArn } from "./self-service/order.ts";
export { powershellScript } from "./self-service/powershell.ts";
export { bashQuoted, powershellQuoted } from "./self-service/quoting.ts";
