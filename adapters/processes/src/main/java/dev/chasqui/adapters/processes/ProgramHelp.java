package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a program says of itself when it is started with {@code --help}, to tell which options its
 * version has. It is asked once for each environment. Safe for use by several threads.
 */
public final class ProgramHelp {
    private static final System.Logger LOG = System.getLogger(ProgramHelp.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;

    private final String program;
    private final Map<Map<String, String>, String> texts = new ConcurrentHashMap<>();

    /**
     * @param program by name or path
     */
    public ProgramHelp(String program) {
        this.program = program;
    }

    /**
     * Whether its help has an option, such as {@code --slots}; not if it does not answer in time.
     *
     * @param environment what it gets besides the little that every program needs
     */
    public boolean knows(String option, Map<String, String> environment)
            throws InterruptedException {
        String text = texts.get(environment);
        if (text == null) {
            text = ask(environment);
            texts.put(Map.copyOf(environment), text);
        }
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])")
                .matcher(text)
                .find();
    }

    /** Nothing where it cannot be asked. */
    private String ask(Map<String, String> environment) throws InterruptedException {
        try {
            Path answer = Files.createTempFile("chasqui-help", ".txt");
            try {
                return ask(environment, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} cannot be asked for its options", program);
            return "";
        }
    }

    /** Into a file: whoever it starts may hold a pipe open. */
    private String ask(Map<String, String> environment, Path answer)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(program, "--help")
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile());
        Lifeline.scrub(builder.environment(), environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} --help did not end within {1} s; its options are not known",
                        program,
                        PATIENCE.toSeconds());
                return "";
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try (InputStream in = Files.newInputStream(answer)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }
}
