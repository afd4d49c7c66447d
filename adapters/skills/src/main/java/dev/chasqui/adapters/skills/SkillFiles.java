package dev.chasqui.adapters.skills;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a skill, as far as a model may read them: regular files within the folder, reached
 * without a symbolic link, of text and of a bounded size.
 */
final class SkillFiles {
    private static final int LONGEST_PATH = 512;
    private static final int MOST_LISTED = 200;
    private static final int MOST_VISITED = 2_000;
    private static final int DEEPEST = 6;

    /** A read of 256 KiB takes milliseconds; the time limit is for slow network drives. */
    private static final FileReads READS = new FileReads(Duration.ofSeconds(5), 16);

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
            Path within = folder.relativize(file);
            return decoded(READS.read(() -> bytes(folder, within, most)), path, most);
        } catch (IOException e) {
            throw SkillException.passing(path + " cannot be read (expected: a file of the skill)");
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

    /**
     * Reads a file that was checked. Somebody may put a link in the place of a folder meanwhile, so
     * each folder is opened within the one before it, where the system can do that. Blocks for ever
     * if somebody puts a pipe in the place of the file between the last check and the open.
     */
    private static byte[] bytes(Path folder, Path file, int most) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            if (entries instanceof SecureDirectoryStream<Path> secure) {
                return bytes(secure, file, most);
            }
        }
        try (InputStream in =
                Files.newInputStream(folder.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most + 1);
        }
    }

    private static byte[] bytes(SecureDirectoryStream<Path> folder, Path file, int most)
            throws IOException {
        int names = file.getNameCount();
        if (names > 1) {
            try (SecureDirectoryStream<Path> inner =
                    folder.newDirectoryStream(file.getName(0), LinkOption.NOFOLLOW_LINKS)) {
                return bytes(inner, file.subpath(1, names), most);
            }
        }
        BasicFileAttributeView facts =
                folder.getFileAttributeView(
                        file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!facts.readAttributes().isRegularFile()) {
            throw new IOException("no regular file");
        }
        try (SeekableByteChannel channel =
                        folder.newByteChannel(
                                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(channel)) {
            return in.readNBytes(most + 1);
        }
    }

    private static String decoded(byte[] bytes, String path, int most) throws SkillException {
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
