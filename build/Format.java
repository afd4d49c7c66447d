import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over the Java sources of the project: {@code check} names the files that
 * differ and fails, {@code write} formats them in place. A check passes over the files that passed
 * the last one and are the same since; {@code target/formatted} lists them, so that a clean build
 * checks all.
 */
class Format {
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        List<String> command = new ArrayList<>(List.of("--aosp"));
        command.addAll(
                write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        Path root = Path.of(arguments[1]);
        Path seen = root.resolve("target/formatted");
        Map<String, String> digests = digests(sources(root));
        if (!write) {
            List<String> formatted = Files.exists(seen) ? Files.readAllLines(seen) : List.of();
            digests.keySet().removeAll(formatted);
        }
        if (digests.isEmpty()) {
            return;
        }
        command.addAll(digests.values());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status =
                ToolProvider.findFirst("google-java-format")
                        .orElseThrow()
                        .run(out, err, command.toArray(String[]::new));
        if (status != 0 && !write) {
            err.println(
                    "The files above are not formatted. Mend them with: ./mvnw process-sources -N"
                            + " -Dformat=write");
        }
        if (status == 0 && !write) {
            Files.write(seen, digests(sources(root)).keySet());
        }
        System.exit(status);
    }

    /** The files by what is in them and how they are called. */
    private static Map<String, String> digests(List<String> files) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        // Another formatter may find fault with what this one passed.
        String formatter = digest(Path.of(System.getProperty("java.class.path")));
        for (String file : files) {
            digests.put(formatter + " " + digest(Path.of(file)) + " " + file, file);
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(
                            file ->
                                    !root.relativize(file)
                                            .toString()
                                            .contains("target" + java.io.File.separator))
                    // Templates of sources, whose names are still placeholders.
                    .filter(file -> !file.toString().contains("archetype-resources"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
