package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.security.jarsigner.JarSigner;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;

/** A key with a certificate, made by the JDK's own tools, that signs jars. */
record SignedJar(Path keys, String sha256) {
    private static final String PASSWORD = "changeit";

    /** Makes a key in a file of this name. */
    static SignedJar key(Path folder, String name) throws Exception {
        Path keys = folder.resolve(name + ".p12");
        run(
                "keytool",
                "-genkeypair",
                "-alias",
                "it",
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        return new SignedJar(keys, fingerprint(keys));
    }

    private static String fingerprint(Path keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        byte[] certificate = store.getCertificate("it").getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    }

    /** Signs a jar in place. */
    Path sign(Path jar) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var entry =
                (KeyStore.PrivateKeyEntry)
                        store.getEntry(
                                "it", new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
        Path signed = Files.createTempFile("signed", ".jar");
        try (ZipFile unsigned = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(entry).build().sign(unsigned, out);
        }
        return Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(tool, ".txt");
        int code =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        assertThat(code).as(Files.readString(output)).isZero();
        Files.delete(output);
    }
}
