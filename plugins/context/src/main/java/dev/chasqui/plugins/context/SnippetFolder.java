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
 * Snippets in files: {@code NAME.md} or {@code NAME.txt} directly in a folder, never outside it.
 *
 * <p>A name is checked before it becomes a path, and the file's real place before it is read, since
 * a link may lead out.
 */
final class SnippetFolder {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}");
    private static final List<String> ENDINGS = List.of(".md", ".txt");

    private final Path folder;
    private final int limit;

    /**
     * @param limit how many characters a file may have
     */
    SnippetFolder(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** The names that can be read, in no order; none if the folder is not there. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> inside(file).isPresent())
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .filter(name -> NAME.matcher(name).matches())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw Snippets.invalid("the folder of the snippets cannot be read");
        }
    }

    /**
     * The text of a snippet; empty if there is none of this name.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the name leads
     *     out of the folder, or the file cannot be taken
     */
    Optional<String> read(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Snippets.invalid(
                    "'"
                            + name
                            + "' is no name of a snippet (expected: letters, digits, spaces, '.',"
                            + " '-' and '_', and never a path)");
        }
        for (String ending : ENDINGS) {
            Path file = folder.resolve(name + ending);
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

    /** Where a file really is; empty if that is outside the folder, or no file. */
    private Optional<Path> inside(Path file) {
        try {
            Path real = file.toRealPath();
            boolean taken = Files.isRegularFile(real) && real.startsWith(folder.toRealPath());
            return taken ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text(String name, Path file) {
        // A character takes at most four bytes in UTF-8.
        long most = 4L * limit;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > most) {
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
