package dev.chasqui.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the command line asks for.
 *
 * @param pool whether the pool is measured, and not what a request costs
 * @param quick seconds instead of minutes
 * @param only which rows, as a pattern found in their ids; all without it
 * @param peers whether other gateways than the yardstick take part
 * @param minutes for how long memory is watched, where that is said
 * @param out where the page shall be, where that is said
 * @param cache where what is installed stays
 */
record Options(
        boolean pool,
        boolean quick,
        Optional<Pattern> only,
        boolean peers,
        Optional<Duration> minutes,
        Optional<Path> out,
        Path cache) {
    static final String USAGE =
            """
            usage: benchmarks/run [--quick] [--only PATTERN] [--without-peers] [--minutes N]
                                  [--out DIR] [--cache DIR]
                   benchmarks/run --pool [--quick] [--only PATTERN] [--out DIR]
              --pool           the pool of spawned models instead: ten minutes, docs/pool.md
              --quick          minutes instead of half an hour: shows that all works, figures are noise
              --only PATTERN   only the rows in whose id the pattern is found, such as cpu|first
              --without-peers  nginx and Chasqui alone
              --minutes N      watch the memory for N minutes (default 10)
              --out DIR        where the page goes (default docs for a whole run,
                               benchmarks/target/report for any other)
              --cache DIR      where peers are installed (default ~/.cache/chasqui-benchmarks)\
            """;

    /**
     * Reads the command line.
     *
     * @param cache where peers are installed unless the command line says otherwise
     * @throws IllegalArgumentException if it says something else than {@link #USAGE}
     */
    static Options parse(List<String> arguments, Path cache) {
        Options options =
                new Options(
                        false,
                        false,
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        cache);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private Options with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--pool" -> new Options(true, quick, only, peers, minutes, out, cache);
            case "--quick" -> new Options(pool, true, only, peers, minutes, out, cache);
            case "--without-peers" -> new Options(pool, quick, only, false, minutes, out, cache);
            case "--only" ->
                    new Options(
                            pool,
                            quick,
                            Optional.of(pattern(value(option, rest))),
                            peers,
                            minutes,
                            out,
                            cache);
            case "--minutes" ->
                    new Options(
                            pool,
                            quick,
                            only,
                            peers,
                            Optional.of(minutes(value(option, rest))),
                            out,
                            cache);
            case "--out" ->
                    new Options(
                            pool,
                            quick,
                            only,
                            peers,
                            minutes,
                            Optional.of(path(option, rest)),
                            cache);
            case "--cache" ->
                    new Options(pool, quick, only, peers, minutes, out, path(option, rest));
            default -> throw new IllegalArgumentException(option + ": unknown option\n" + USAGE);
        };
    }

    private static Path path(String option, Iterator<String> rest) {
        return Path.of(value(option, rest)).toAbsolutePath();
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + ": nothing follows it\n" + USAGE);
        }
        return rest.next();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "--only: '" + text + "' (expected: a regular expression)", e);
        }
    }

    private static Duration minutes(String text) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 60_000));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--minutes: " + text + " (expected: a number)", e);
        }
    }

    /** Whether a row is asked for. */
    boolean wants(String row) {
        return only.map(pattern -> pattern.matcher(row).find()).orElse(true);
    }

    /** Whether the run is one whose figures are for the record. */
    boolean isWhole() {
        return !quick && only.isEmpty() && peers;
    }
}
