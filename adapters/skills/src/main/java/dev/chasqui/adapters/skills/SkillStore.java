package dev.chasqui.adapters.skills;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/** The additions to a folder of skills and the removals from it. Used by one thread. */
public final class SkillStore {
    private static final int MOST_FILES = 2_000;
    private static final long MOST_BYTES = 64L << 20;

    /** The folder of removed skills. Its name begins with a dot, so that it is no skill. */
    private static final String REMOVED = ".removed";

    private final Path path;

    /**
     * @param path the folder of skills; made when a skill is added
     */
    public SkillStore(Path path) {
        this.path = path;
    }

    /** Returns the skills, with the mistakes in them. */
    public SkillFolder.Found read() {
        return new SkillFolder(path).read();
    }

    /**
     * Copies a folder as a skill, as a whole or not at all, and returns the skill.
     *
     * @throws SkillException if the folder is no skill, holds a link or a special file, is too
     *     large, or if there is a skill of its name
     * @throws IOException if it cannot be copied
     */
    public Skill add(Path source) throws SkillException, IOException {
        if (!Files.isDirectory(source)) {
            throw new SkillException(
                    source + " is no folder (expected: a folder with a SKILL.md, not an archive)");
        }
        if (!Files.exists(source.resolve(SkillFile.NAME), LinkOption.NOFOLLOW_LINKS)) {
            throw new SkillException(source + " holds no SKILL.md (expected: a skill's folder)");
        }
        Skill skill = SkillFile.read(source);
        Path target = path.resolve(skill.name());
        boolean taken =
                read().skills().stream().anyMatch(other -> other.name().equals(skill.name()));
        if (taken || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new SkillException(
                    "there is a skill '%s' (expected: another name; or remove it first)"
                            .formatted(skill.name()));
        }
        Files.createDirectories(path);
        // A temporary folder of the JDK could be read by its owner alone.
        Path copy = Files.createDirectory(path.resolve(".adding-" + UUID.randomUUID()));
        try {
            Files.walkFileTree(source, new Copier(source, copy));
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (CopyRefused refused) {
            throw new SkillException(String.valueOf(refused.getMessage()));
        } finally {
            if (Files.exists(copy)) {
                Files.walkFileTree(copy, new Deleter());
            }
        }
        return skill;
    }

    /**
     * Moves a skill to the folder {@code .removed} and returns its place there.
     *
     * @param name the name of its command, or of its folder if it is broken
     * @throws SkillException if there is no such skill
     * @throws IOException if it cannot be moved
     */
    public Path remove(String name) throws SkillException, IOException {
        SkillFolder.Found found = read();
        Path folder =
                found.skills().stream()
                        .filter(skill -> skill.name().equals(name))
                        .map(Skill::folder)
                        .findFirst()
                        .orElse(null);
        if (folder == null && found.mistakes().containsKey(name)) {
            folder = path.resolve(name);
        }
        if (folder == null || !Files.isRegularFile(folder.resolve(SkillFile.NAME))) {
            throw new SkillException(
                    "there is no skill '%s' in %s (expected: a name that 'skills list' shows)"
                            .formatted(name, path));
        }
        Path removed = Files.createDirectories(path.resolve(REMOVED));
        Path place = removed.resolve(folder.getFileName());
        for (int i = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
            place = removed.resolve(folder.getFileName() + "-" + i);
        }
        return Files.move(folder, place);
    }

    /** The end of a copy by a rule. */
    private static final class CopyRefused extends IOException {
        private static final long serialVersionUID = 1L;

        CopyRefused(String message) {
            super(message);
        }
    }

    /** Copies regular files and folders, and refuses everything else. */
    private static final class Copier extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;
        private int files;
        private long bytes;

        Copier(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts)
                throws IOException {
            Path copy = target.resolve(source.relativize(folder));
            if (!copy.equals(target) && !folder.equals(source)) {
                Files.createDirectory(copy);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Path relative = source.relativize(file);
            if (!facts.isRegularFile()) {
                throw new CopyRefused(
                        relative + " is a link or a special file (expected: files and folders)");
            }
            bytes += facts.size();
            if (++files > MOST_FILES || bytes > MOST_BYTES) {
                throw new CopyRefused(
                        "the skill is too large (expected: at most %d files and %d MiB)"
                                .formatted(MOST_FILES, MOST_BYTES >> 20));
            }
            Files.copy(file, target.resolve(relative), LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Deletes a folder that was made here. */
    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
