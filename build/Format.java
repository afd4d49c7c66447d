import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every Java source of the project: {@code check} names the files that
 * differ and fails, {@code write} formats them in place.
 */
class Format {
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        List<String> command = new ArrayList<>(List.of("--aosp"));
        command.addAll(
                write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        command.addAll(sources(Path.of(arguments[1])));
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
        System.exit(status);
    }

    private static List<String> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(
                            file ->
                                    !root.relativize(file)
                                            .toString()
                                            .contains("target" + java.io.File.separator))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
