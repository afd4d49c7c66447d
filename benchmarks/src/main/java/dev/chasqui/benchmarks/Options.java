package dev.chasqui.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The options of the command line.
 *
 * @param pool true to measure the pool instead of the cost of requests
 * @param quick true for a short run whose figures mean nothing
 * @param only a pattern that is searched in the ids of rows; empty for all rows
 * @param peers true if other gateways than the yardstick take part
 * @param minutes the time for which memory is watched; empty for the default
 * @param out the folder of the page; empty for the default
 * @param cache the folder of installed peers
 */
record Options(
        boolean pool,
        boolean quick,
        Optional<Pattern> only,
        boolean peers,
        Optional<Duration> minutes,
        Optional<Path> out,
        Path cache) {
    /** The option of the trial of swapped jars, which has no page. */
    static final String AGENTS_SWAP = "--agents-swap";

    /** The option of the tally of answers about folders. */
    static final String FOLDERS = "--folders";

    static final String QUICK = "--quick";

    static final String USAGE =
            """
            usage: benchmarks/run [--quick] [--only PATTERN] [--without-peers] [--minutes N]
                                  [--out DIR] [--cache DIR]
                   benchmarks/run --pool [--quick] [--only PATTERN] [--out DIR]
                   benchmarks/run --agents-swap [--quick]
                   benchmarks/run --folders
              --pool           measure the pool of spawned models instead: ten minutes, docs/pool.md
              --agents-swap    swap an agent's jar 50 times under 1,000 slow streams instead, and print
                               if a stream was cut or a class loader is left; two minutes
              --folders        ask questions about the folders of benchmarks/folders instead: two
                               minutes, docs/rag-answers.md
              --quick          minutes instead of half an hour: shows that all works, figures are noise
              --only PATTERN   only the rows whose id contains the pattern, such as cpu|first
              --without-peers  nginx and Chasqui alone
              --minutes N      watch the memory for N minutes (default 10)
              --out DIR        folder of the page (default docs for a complete run,
                               benchmarks/target/report for any other)
              --cache DIR      folder of installed peers (default ~/.cache/chasqui-benchmarks)\
            """;

    /**
     * Reads the command line.
     *
     * @param cache the default folder of installed peers
     * @throws IllegalArgumentException if an option is unknown or its value is wrong
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
            case QUICK -> new Options(pool, true, only, peers, minutes, out, cache);
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
            throw new IllegalArgumentException(option + ": its value is missing\n" + USAGE);
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

    /** Returns true if a row is selected. */
    boolean selects(String row) {
        return only.map(pattern -> pattern.matcher(row).find()).orElse(true);
    }

    /** Returns true if the run is complete, so that its figures may be published. */
    boolean isComplete() {
        return !quick && only.isEmpty() && peers;
    }
}
