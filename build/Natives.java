import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A build step that shrinks ONNX Runtime's jar. It removes the debug symbols, which are half of its
 * size, and the libraries of platforms that were not asked for.
 */
class Natives {

    /**
     * @param arguments the jar, then the platforms, such as {@code linux-x64,osx-aarch64}, or
     *     {@code all}
     */
    public static void main(String[] arguments) throws IOException {
        Set<String> platforms = Set.of(arguments[1].split(","));
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
            Path libraries = jar.getPath("/ai/onnxruntime/native");
            List<Path> unwanted;
            try (Stream<Path> all = Files.walk(libraries)) {
                unwanted =
                        all.filter(path -> !path.equals(libraries))
                                .filter(path -> !isWanted(libraries.relativize(path), platforms))
                                .sorted(Comparator.reverseOrder())
                                .toList();
            }
            for (Path path : unwanted) {
                Files.delete(path);
            }
        }
    }

    private static boolean isWanted(Path library, Set<String> platforms) {
        return !library.toString().contains(".dSYM")
                && (platforms.contains("all") || platforms.contains(library.getName(0).toString()));
    }
}
