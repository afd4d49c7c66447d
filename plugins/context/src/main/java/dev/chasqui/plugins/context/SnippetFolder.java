package dev.chasqui.plugins.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of snippets in files, {@code NAME.md} or {@code NAME.txt}, directly in the folder and
 * never outside it. Files are read at each use. Safe for use by several threads.
 *
 * <p>A name is checked before it becomes a path. The file's real path is checked before it is read,
 * since a link may lead out of the folder.
 */
final class SnippetFolder {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}");
    private static final List<String> EXTENSIONS = List.of(".md", ".txt");

    private final Path folder;
    private final int limit;

    /**
     * @param limit the most characters of a file
     */
    SnippetFolder(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** Returns the names of all readable snippets, in no order; none if there is no folder. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> inside(file).isPresent())
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> EXTENSIONS.stream().anyMatch(name::endsWith))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .filter(name -> NAME.matcher(name).matches())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw Snippets.invalid("the folder of the snippets cannot be read");
        }
    }

    /**
     * Returns the text of a snippet; empty if no snippet has this name.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the name is
     *     malformed, or if the file is outside the folder, too long, not UTF-8 or unreadable
     */
    Optional<String> read(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Snippets.invalid(
                    "'"
                            + name
                            + "' is no name of a snippet (expected: letters, digits, spaces, '.',"
                            + " '-' and '_', and never a path)");
        }
        for (String extension : EXTENSIONS) {
            Path file = folder.resolve(name + extension);
            if (Files.exists(file)) {
                Path real =
                        inside(file)
                                .orElseThrow(
                                        () ->
                                                Snippets.invalid(
                                                        "the snippet '"
                                                                + name
                                                                + "' is no file in the folder of"
                                                                + " the snippets"));
                return Optional.of(text(name, real));
            }
        }
        return Optional.empty();
    }

    /** Returns a file's real path; empty if it is outside the folder, or no regular file. */
    private Optional<Path> inside(Path file) {
        try {
            Path real = file.toRealPath();
            boolean usable = Files.isRegularFile(real) && real.startsWith(folder.toRealPath());
            return usable ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text(String name, Path file) {
        // A character has at most four bytes in UTF-8.
        long mostBytes = 4L * limit;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(mostBytes + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > mostBytes) {
                throw Snippets.invalid(
                        "the snippet '"
                                + name
                                + "' is too long (expected: at most "
                                + limit
                                + " characters, agents.context.limit)");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Snippets.invalid("the snippet '" + name + "' is not UTF-8");
        } catch (IOException e) {
            throw Snippets.invalid("the snippet '" + name + "' cannot be read");
        }
    }
}
