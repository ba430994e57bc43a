// Real time, and the processor's: other work on the machine stretches the first and hardly the second.

/** Starts; what it returns tells the seconds since. */
export function stopwatch(): () => { real: number; cpu: number } {
  const begun = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { real: (performance.now() - begun) / 1_000, cpu: (user + system) / 1e6 };
  };
}
