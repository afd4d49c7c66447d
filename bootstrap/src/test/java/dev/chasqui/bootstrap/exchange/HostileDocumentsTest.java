package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are made to harm, sent to a started server that then reads an honest one. */
class HostileDocumentsTest {
    private static final int MIB = 1 << 20;

    @Test
    void eachIsRefusedByNameAndTheServerReadsOn(@TempDir Path data) throws IOException {
        try (StartedServer server =
                StartedServer.keeping(data, "{\"backends\":[]}", PluginJars.RAG)) {
            Collections collections = new Collections(server.port());
            for (Map.Entry<String, byte[]> file : hostile().entrySet()) {
                WireMessage answer = collections.upload("files", file.getKey(), file.getValue());

                assertThat(answer.status()).as(file.getKey()).isEqualTo(400);
                assertThat(answer.text()).contains(file.getKey() + ": ");
            }
            assertThat(huge(server.port()).status()).isEqualTo(413);
            byte[] letter = openDocument("<x xmlns:text='t'><text:p>Llamas may stay.</text:p></x>");

            assertThat(collections.upload("files", "letter.odt", letter).status()).isEqualTo(201);
            assertThat(collections.get("/files/documents/letter.odt").text())
                    .contains("Llamas may stay.");
            assertThat(collections.names("files")).containsExactly("letter.odt");
        }
    }

    private static Map<String, byte[]> hostile() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] program = {'M', 'Z', (byte) 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0};
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        String xxe = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>";
        files.put("empty.docx", new byte[0]);
        files.put("program.docx", program);
        files.put("picture.pdf", picture);
        files.put("program.txt", program);
        files.put("broken.pdf", "%PDF-1.7 nothing".getBytes(StandardCharsets.US_ASCII));
        files.put("broken.docx", "PK\u0003\u0004 nothing".getBytes(StandardCharsets.US_ASCII));
        files.put("archive.zip", zip(Map.of("a.txt", new byte[] {'a'}), 1));
        files.put("bomb.xlsx", zip(Map.of("xl/workbook.xml", new byte[MIB]), 600));
        files.put("entity.odt", openDocument(xxe));
        files.put("deep.rtf", ("{\\rtf1" + "{".repeat(MIB)).getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    private static byte[] openDocument(String content) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "mimetype",
                "application/vnd.oasis.opendocument.text".getBytes(StandardCharsets.US_ASCII));
        parts.put("content.xml", content.getBytes(StandardCharsets.UTF_8));
        return zip(parts, 1);
    }

    /** Returns an archive of these parts, each of which is repeated. */
    private static byte[] zip(Map<String, byte[]> parts, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                for (int i = 0; i < times; i++) {
                    zip.write(part.getValue());
                }
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Announces a form of 1 GiB and returns the answer, which does not wait for it. */
    private static WireMessage huge(int port) throws IOException {
        String head =
                """
                POST /admin/collections/files/documents HTTP/1.1
                Host: 127.0.0.1:%d
                Content-Type: multipart/form-data; boundary=frontier
                Content-Length: %d

                """
                        .formatted(port, 1L << 30)
                        .replace("\n", "\r\n");
        try (RawHttp http = RawHttp.connect(port)) {
            return http.send(head).readResponse();
        }
    }
}
