package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The options of a program's version, from its output for {@code --help}. The program is run once
 * for each environment, and again after a failure. Thread-safe.
 */
public final class ProgramHelp {
    private static final System.Logger LOG = System.getLogger(ProgramHelp.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;

    /**
     * The highest exit status of the program itself. Higher ones are the shell's: the program does
     * not exist, or was killed.
     */
    private static final int MOST_STATUS = 125;

    private final String program;
    private final Duration patience;
    private final Map<Map<String, String>, CompletableFuture<Optional<String>>> answers =
            new ConcurrentHashMap<>();

    /**
     * @param program its name on the path, or its path
     */
    public ProgramHelp(String program) {
        this(program, PATIENCE);
    }

    ProgramHelp(String program, Duration patience) {
        this.program = program;
        this.patience = patience;
    }

    /**
     * Returns true if the program has an option, such as {@code --slots}; false if it does not
     * answer in time.
     *
     * @param environment the variables beyond the few that every program needs
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean hasOption(String option, Map<String, String> environment)
            throws InterruptedException {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])")
                .matcher(answer(Map.copyOf(environment)).orElse(""))
                .find();
    }

    /** Returns the output for an environment; callers at the same time share one run. */
    private Optional<String> answer(Map<String, String> environment) throws InterruptedException {
        CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<String>> first = answers.putIfAbsent(environment, mine);
        if (first != null) {
            return await(first);
        }
        Optional<String> answer = Optional.empty();
        try {
            answer = ask(environment);
            return answer;
        } finally {
            if (answer.isEmpty()) {
                answers.remove(environment, mine);
            }
            mine.complete(answer);
        }
    }

    private Optional<String> await(CompletableFuture<Optional<String>> first)
            throws InterruptedException {
        try {
            return first.get(patience.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> ask(Map<String, String> environment) throws InterruptedException {
        try {
            Path answer = Files.createTempFile("chasqui-help", ".txt");
            try {
                return ask(environment, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be asked for its options: {1}",
                    program,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Runs the program with a file as its output, since a child of it could hold a pipe open. */
    private Optional<String> ask(Map<String, String> environment, Path answer)
            throws IOException, InterruptedException {
        Process lifeline =
                Lifeline.start(
                        List.of(program, "--help"),
                        environment,
                        "chasqui-help-" + UUID.randomUUID(),
                        ProcessBuilder.Redirect.to(answer.toFile()));
        // The end of its input kills all processes that it has started.
        try (OutputStream _ = lifeline.getOutputStream()) {
            if (!lifeline.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} --help did not end within {1} s; its options are not known",
                        program,
                        patience.toSeconds());
                return Optional.empty();
            }
        }
        if (lifeline.exitValue() > MOST_STATUS) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(answer)) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        }
    }
}
