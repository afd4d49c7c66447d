package dev.chasqui.adapters.skills;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * The files of a skill, as far as a model may read them: regular files within the folder, reached
 * without a symbolic link, of text and of a bounded size.
 */
final class SkillFiles {
    private static final int LONGEST_PATH = 512;
    private static final int MOST_LISTED = 200;
    private static final int MOST_VISITED = 2_000;
    private static final int DEEPEST = 6;

    private SkillFiles() {}

    /**
     * Returns the text of a file.
     *
     * @param path the path within the folder, with slashes
     * @param most the largest file in bytes
     * @throws SkillException if it may not be read, or cannot; the message is fit for the model
     */
    static String text(Path folder, String path, int most) throws SkillException {
        Path file = resolve(folder, path);
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile()) {
                throw new SkillException(path + " is no regular file");
            }
            if (facts.size() > most) {
                throw tooLarge(path, most);
            }
            // The folder itself may be reached through links; nothing within it may.
            if (!file.toRealPath().equals(folder.toRealPath().resolve(folder.relativize(file)))) {
                throw new SkillException(path + " is a link (expected: a file of the skill)");
            }
            return decoded(file, path, most);
        } catch (IOException e) {
            throw new SkillException(path + " cannot be read (expected: a file of the skill)");
        }
    }

    private static Path resolve(Path folder, String path) throws SkillException {
        boolean odd =
                path.isBlank()
                        || path.length() > LONGEST_PATH
                        || path.startsWith("/")
                        || path.indexOf('\\') >= 0
                        || path.chars().anyMatch(c -> c < ' ');
        if (odd || List.of(path.split("/", -1)).stream().anyMatch(SkillFiles::isNoName)) {
            throw new SkillException(
                    "this path may not be read (expected: one of the skill's files, such as"
                            + " reference.md)");
        }
        try {
            return folder.resolve(path);
        } catch (InvalidPathException e) {
            throw new SkillException("this is no path (expected: one of the skill's files)");
        }
    }

    private static boolean isNoName(String segment) {
        return segment.isEmpty() || segment.startsWith(".");
    }

    private static SkillException tooLarge(String path, int most) {
        return new SkillException(
                "%s is too large (expected: at most %d KiB)".formatted(path, most >> 10));
    }

    private static String decoded(Path file, String path, int most)
            throws IOException, SkillException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most) {
            throw tooLarge(path, most);
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new SkillException(path + " is no text");
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SkillException(path + " is no text in UTF-8");
        }
    }

    /**
     * Returns the paths of the regular files beside the SKILL.md, sorted, as many as may be listed.
     */
    static List<String> list(Path folder) {
        List<String> paths = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.noneOf(FileVisitOption.class),
                    DEEPEST,
                    new Lister(folder, paths));
        } catch (IOException e) {
            return List.of();
        }
        return paths.stream().sorted().limit(MOST_LISTED).toList();
    }

    /** Collects the files; a link is neither followed nor listed. */
    private static final class Lister extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final List<String> paths;
        private int visited;

        Lister(Path folder, List<String> paths) {
            this.folder = folder;
            this.paths = paths;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes facts) {
            return !dir.equals(folder) && isHidden(dir)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            if (facts.isRegularFile() && !isHidden(file) && !path.equals(SkillFile.NAME)) {
                paths.add(path);
            }
            return ++visited < MOST_VISITED ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path path) {
            return String.valueOf(path.getFileName()).startsWith(".");
        }
    }
}
