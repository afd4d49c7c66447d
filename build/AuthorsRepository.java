import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the Maven repository of the distribution, from which authors of agents build: {@code
 * AuthorsRepository.java REPOSITORY PROJECT VERSION JSPECIFY_VERSION ARCHETYPE_PLUGIN_VERSION},
 * where PROJECT is the root of the sources, whose modules are packaged.
 *
 * <p>Its artifacts need no parent of ours, and nothing from outside but JSpecify. A snapshot has
 * the time of its making in its name, so that Maven takes a newer one.
 */
class AuthorsRepository {
    private static final String GROUP = "dev.chasqui";

    private final Path repository;
    private final Path project;
    private final String version;
    private final String jspecify;
    private final Instant now = Instant.now();

    /** A module that authors need; it depends on the one before it. */
    private record Module(String artifact, String folder, String name, boolean isCode) {}

    private static final List<Module> MODULES =
            List.of(
                    new Module("chasqui-domain", "domain", "Chasqui: domain", true),
                    new Module(
                            "chasqui-plugin-api",
                            "plugins/api",
                            "Chasqui: the API for authors of plug-ins",
                            true),
                    new Module(
                            "chasqui-plugin-testkit",
                            "plugins/testkit",
                            "Chasqui: fakes for the tests of plug-ins",
                            true),
                    new Module(
                            "chasqui-agent-archetype",
                            "plugins/archetype",
                            "Chasqui: the template of an agent's project",
                            false));

    private AuthorsRepository(Path repository, Path project, String version, String jspecify) {
        this.repository = repository;
        this.project = project;
        this.version = version;
        this.jspecify = jspecify;
    }

    public static void main(String[] arguments) throws IOException {
        AuthorsRepository made =
                new AuthorsRepository(
                        Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], arguments[3]);
        made.make();
        made.makeStarter(arguments[4]);
    }

    /** Writes the pom with which Maven finds the archetype: {@code mvn archetype:generate -f}. */
    private void makeStarter(String archetypePlugin) throws IOException {
        Files.writeString(
                repository.resolve("pom.xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Makes the project of an agent, as `chasqui agents new` does:
                     mvn archetype:generate -B -f THIS -DgroupId=greeter -DartifactId=greeter \
                         -DclassName=GreeterAgent -DchasquiHome=PARENT -->
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.chasqui</groupId>
                  <artifactId>chasqui-new-agent</artifactId>
                  <version>%1$s</version>
                  <packaging>pom</packaging>
                  <properties>
                    <archetypeGroupId>dev.chasqui</archetypeGroupId>
                    <archetypeArtifactId>chasqui-agent-archetype</archetypeArtifactId>
                    <archetypeVersion>%1$s</archetypeVersion>
                  </properties>
                  <repositories>
                    <repository>
                      <id>chasqui</id>
                      <url>file://${project.basedir}</url>
                      <snapshots><enabled>true</enabled><updatePolicy>always</updatePolicy></snapshots>
                    </repository>
                  </repositories>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-archetype-plugin</artifactId>
                        <version>%2$s</version>
                        <configuration><outputDirectory>${user.dir}</outputDirectory></configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """
                        .formatted(version, archetypePlugin));
    }

    private void make() throws IOException {
        String before = "";
        for (Module module : MODULES) {
            Path folder =
                    Files.createDirectories(
                            repository.resolve(
                                    GROUP.replace('.', '/')
                                            + "/"
                                            + module.artifact()
                                            + "/"
                                            + version));
            String file = module.artifact() + "-" + fileVersion();
            Path jar =
                    project.resolve(module.folder())
                            .resolve("target/" + module.artifact() + "-" + version + ".jar");
            write(folder.resolve(file + ".jar"), Files.readAllBytes(jar));
            write(folder.resolve(file + ".pom"), bytes(pom(module, before)));
            if (module.isCode()) {
                Path sources = folder.resolve(file + "-sources.jar");
                pack(project.resolve(module.folder()).resolve("src/main/java"), sources);
                write(sources, Files.readAllBytes(sources));
                before = module.artifact();
            }
            if (isSnapshot()) {
                write(folder.resolve("maven-metadata.xml"), bytes(metadata(module)));
            }
        }
    }

    private boolean isSnapshot() {
        return version.endsWith("-SNAPSHOT");
    }

    /** Returns the version in the names of files. */
    private String fileVersion() {
        return isSnapshot() ? version.replace("SNAPSHOT", time("yyyyMMdd.HHmmss") + "-1") : version;
    }

    private String time(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(now);
    }

    private String pom(Module module, String before) {
        String dependency =
                !module.isCode()
                        ? ""
                        : before.isEmpty()
                                ? dependency("org.jspecify", "jspecify", jspecify)
                                : dependency(GROUP, before, version);
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <name>%s</name>
          <licenses>
            <license>
              <name>Apache-2.0</name>
              <url>https://www.apache.org/licenses/LICENSE-2.0</url>
            </license>
          </licenses>
        %s</project>
        """
                .formatted(GROUP, module.artifact(), version, module.name(), dependency);
    }

    private static String dependency(String group, String artifact, String version) {
        return """
          <dependencies>
            <dependency>
              <groupId>%s</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
            </dependency>
          </dependencies>
        """
                .formatted(group, artifact, version);
    }

    private String metadata(Module module) {
        List<String> kinds = new ArrayList<>(List.of("", "jar", "", "pom"));
        if (module.isCode()) {
            kinds.addAll(List.of("sources", "jar"));
        }
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < kinds.size(); i += 2) {
            files.append("      <snapshotVersion>");
            if (!kinds.get(i).isEmpty()) {
                files.append("<classifier>").append(kinds.get(i)).append("</classifier>");
            }
            files.append(
                    "<extension>%s</extension><value>%s</value><updated>%s</updated></snapshotVersion>\n"
                            .formatted(kinds.get(i + 1), fileVersion(), time("yyyyMMddHHmmss")));
        }
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <metadata modelVersion="1.1.0">
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <versioning>
            <snapshot><timestamp>%s</timestamp><buildNumber>1</buildNumber></snapshot>
            <lastUpdated>%s</lastUpdated>
            <snapshotVersions>
        %s    </snapshotVersions>
          </versioning>
        </metadata>
        """
                .formatted(
                        GROUP,
                        module.artifact(),
                        version,
                        time("yyyyMMdd.HHmmss"),
                        time("yyyyMMddHHmmss"),
                        files);
    }

    /** Packs the files of a folder. */
    private static void pack(Path folder, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Path file : files) {
                packed.putNextEntry(
                        new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                packed.write(Files.readAllBytes(file));
            }
        }
    }

    /** Writes a file and the checksum that Maven looks for beside it. */
    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        try {
            String sum =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
            Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
