package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The headers that are refused, with the messages for users. */
@Timeout(60)
class GgufRefusedTest {
    @TempDir private Path folder;

    @Test
    void aFileThatIsMissing() {
        refused(folder.resolve("no.gguf"), "no.gguf: it is missing");
    }

    @Test
    void aFolder() {
        refused(folder, "it is no file");
    }

    @Test
    void aDeviceWithoutEnd() {
        Path zero = Path.of("/dev/zero");
        assumeTrue(Files.exists(zero));

        refused(zero, "zero: it is no file");
    }

    @Test
    void anotherFormat() throws Exception {
        refused(
                Files.writeString(folder.resolve("x.gguf"), "#!/bin/sh\n"),
                "format: it is another");
        refused(Files.createFile(folder.resolve("empty.gguf")), "format: it is another");
    }

    @Test
    void versionsThatNobodyWrites() throws Exception {
        refused(GgufWriter.model("llama", 1).version(1), "GGUF version: 1 (expected: 2 or 3)");
        refused(GgufWriter.model("llama", 1).version(4), "GGUF version: 4 (expected: 2 or 3)");
        refused(GgufWriter.model("llama", 1).version(3 << 24), "byte order: big endian");
    }

    @Test
    void countsThatCannotBe() throws Exception {
        refused(
                GgufWriter.model("llama", 1).announcing(Long.MAX_VALUE, 0),
                "number of key-value pairs: 9223372036854775809");
        refused(
                GgufWriter.model("llama", 1).announcing(0, -1),
                "number of tensors: 18446744073709551615");
    }

    @Test
    void moreThanThereIs() throws Exception {
        refused(GgufWriter.model("llama", 1).announcing(50, 0), "expected");
        refused(GgufWriter.model("llama", 1).announcing(0, 50), "expected");
        refused(GgufWriter.model("llama", 1).number("", 1), "a key: it is empty");
        refused(GgufWriter.model("llama", 1).tensor("", 64), "a tensor's name: it is empty");
    }

    @Test
    void textsAndListsThatNeverEnd() throws Exception {
        byte[] huge = GgufWriter.little(8, 1L << 40);
        refused(
                GgufWriter.model("llama", 1).pair("x", GgufWriter.STRING, huge),
                "length of a text");
        byte[] list = GgufWriter.list(GgufWriter.U32, 1L << 40, 0);
        refused(GgufWriter.model("llama", 1).pair("x", GgufWriter.ARRAY, list), "length of a list");
        byte[] many = GgufWriter.list(GgufWriter.U32, 1 << 20, 0);
        refused(
                GgufWriter.model("llama", 1).pair("x", GgufWriter.ARRAY, many),
                "download the file again");
        byte[] nested = GgufWriter.list(GgufWriter.ARRAY, 1, 0);
        refused(GgufWriter.model("llama", 1).pair("x", GgufWriter.ARRAY, nested), "it holds lists");
    }

    @Test
    void aHeaderThatIsLongerThanAnyMayBe() throws Exception {
        int entries = 16 << 20;
        long bytes = (long) entries * Long.BYTES;
        byte[] list = GgufWriter.list(GgufWriter.U64, entries, 0);
        Path file =
                GgufWriter.model("llama", 1)
                        .announcing(2, 0)
                        .pair("a", GgufWriter.ARRAY, list)
                        .write(folder.resolve("x.gguf"));
        byte[] header = GgufWriter.model("llama", 1).pair("a", GgufWriter.ARRAY, list).header();
        int pair = GgufWriter.bytes("a").length + Integer.BYTES + list.length;
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            for (String key : List.of("b", "c")) {
                out.seek(header.length + bytes + (key.equals("b") ? 0 : pair + bytes));
                out.write(GgufWriter.bytes(key));
                out.write(GgufWriter.little(Integer.BYTES, GgufWriter.ARRAY));
                out.write(list);
            }
            out.setLength(out.length() + bytes);
        }

        refused(file, "header: it is longer");
    }

    @Test
    void aKeyThatIsThereTwice() throws Exception {
        refused(
                GgufWriter.model("llama", 1).number("llama.block_count", 2),
                "key 2: it is there already");
    }

    @Test
    void aTypeThatIsNone() throws Exception {
        refused(GgufWriter.model("llama", 1).pair("x", 13, new byte[8]), "type of a value: 13");
        refused(
                GgufWriter.model("llama", 1).pair("x", 0x8000_0001, new byte[8]),
                "type of a value: 2147483649");
    }

    @Test
    void numbersThatMakeNoSense() throws Exception {
        refused(GgufWriter.model("llama", 5_000), "llama.block_count: 5000 (expected: 0 to 1024)");
        refused(
                GgufWriter.model("llama", 1).text("llama.context_length", "long"),
                "llama.context_length: it is no whole number");
        refused(
                GgufWriter.model("llama", 3).numbers("llama.attention.head_count", 1, 2),
                "llama.attention.head_count: 2 numbers (expected: one, or one for each of 3)");
        refused(
                GgufWriter.model("llama", 1)
                        .number("llama.attention.head_count", 1 << 16)
                        .number("llama.attention.key_length", 1 << 16),
                "llama.attention: 4294967296 numbers a token");
    }

    @Test
    void tensorsThatCannotBe() throws Exception {
        refused(
                GgufWriter.model("llama", 1).rawTensor("x", 0, 0, 1L << 40, 1L << 40),
                "length of a tensor");
        refused(GgufWriter.model("llama", 1).rawTensor("x", 0, 0, -1), "length of a tensor");
        refused(
                GgufWriter.model("llama", 1).rawTensor("x", 12, 0, 100),
                "row of a tensor: 100 numbers (expected: a multiple of 256)");
        refused(
                GgufWriter.model("llama", 1).rawTensor("x", 0, 0, 1, 1, 1, 1, 1),
                "dimensions of a tensor: 5");
        refused(
                GgufWriter.model("llama", 1).rawTensor("x", 0, 1L << 62, 8),
                "download the file again");
        refused(
                GgufWriter.model("llama", 1).tensor("x", 64).rawTensor("y", 1, 0, 64),
                "tensors: they overlap");
        refused(
                GgufWriter.model("llama", 1).tensor("x", 64).tensor("x", 64),
                "its name is there already");
    }

    @Test
    void anArchitectureThatIsNoWord() throws Exception {
        refused(new GgufWriter(), "general.architecture: it is missing or odd");
        refused(GgufWriter.model("a\nb", 1), "general.architecture: it is missing or odd");
    }

    @Test
    void namesOfFilesAreToldWithoutTheirFolders() throws Exception {
        Path file = Files.writeString(folder.resolve("x.gguf"), "none of it");

        assertThatThrownBy(() -> GgufFile.read(file))
                .hasMessageStartingWith("x.gguf: ")
                .message()
                .doesNotContain(folder.toString());
        assertThat(folder.toString()).hasSizeGreaterThan(3);
    }

    private void refused(GgufWriter writer, String why) throws IOException {
        refused(writer.write(Files.createTempFile(folder, "", ".gguf")), why);
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> GgufFile.read(file))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(why);
    }
}
