package dev.chasqui.adapters.hub;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** Lists of files in the format of the hub's API, and files for them. */
final class Listing {
    private Listing() {}

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String refs(String revision) {
        return "{\"branches\":[{\"name\":\"other\",\"ref\":\"refs/heads/other\",\"targetCommit\":\""
                + "f".repeat(40)
                + "\"},{\"name\":\"main\",\"ref\":\"refs/heads/main\",\"targetCommit\":\""
                + revision
                + "\"}],\"tags\":[],\"converts\":[]}";
    }

    static String tree(Map<String, byte[]> files) {
        StringJoiner items = new StringJoiner(",", "[", "]");
        items.add(
                "{\"type\":\"directory\",\"oid\":\""
                        + "a".repeat(40)
                        + "\",\"size\":0,\"path\":\"d\"}");
        files.forEach((path, bytes) -> items.add(entry(path, bytes.length, sha256(bytes))));
        return items.toString();
    }

    static String entry(String path, long size, String sha256) {
        return "{\"type\":\"file\",\"oid\":\""
                + "b".repeat(40)
                + "\",\"size\":"
                + size
                + ",\"lfs\":{\"oid\":\""
                + sha256
                + "\",\"size\":"
                + size
                + ",\"pointerSize\":135},\"path\":\""
                + path.replace("\\", "\\\\")
                + "\"}";
    }
}
