package dev.chasqui.adapters.remote;

import dev.chasqui.domain.json.Json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The finder of the items of an array that a new array repeats. Equal items are told apart by their
 * places: those at the end first, since services drop the oldest, then those at the start, then the
 * longest common sequence between, and at last items that moved. Used by one thread.
 */
final class RepeatedItems {
    /** The most comparisons of the search for the longest common sequence. */
    private static final long MOST_COMPARISONS = 1_000_000;

    private final int[] old;
    private final int[] now;

    /** The index of the old item for each new one; -1 for none. */
    private final int[] found;

    private final boolean[] used;

    private RepeatedItems(int[] old, int[] now) {
        this.old = old;
        this.now = now;
        this.found = new int[now.length];
        this.used = new boolean[old.length];
        Arrays.fill(found, -1);
    }

    /** Returns the index of the old item for each new one; -1 for one that is new. */
    static int[] find(List<Json> old, List<Json> now) {
        Map<Json, Integer> numbers = new HashMap<>();
        RepeatedItems items = new RepeatedItems(numbered(old, numbers), numbered(now, numbers));
        items.find();
        return items.found;
    }

    private static int[] numbered(List<Json> items, Map<Json, Integer> numbers) {
        return items.stream()
                .mapToInt(item -> numbers.computeIfAbsent(item, _ -> numbers.size()))
                .toArray();
    }

    private void find() {
        int oldEnd = old.length;
        int nowEnd = now.length;
        while (oldEnd > 0 && nowEnd > 0 && old[oldEnd - 1] == now[nowEnd - 1]) {
            match(--oldEnd, --nowEnd);
        }
        int start = 0;
        while (start < oldEnd && start < nowEnd && old[start] == now[start]) {
            match(start, start);
            start++;
        }
        if ((long) (oldEnd - start) * (nowEnd - start) <= MOST_COMPARISONS) {
            matchSequence(start, oldEnd, nowEnd);
        }
        matchMoved(start, nowEnd);
    }

    private void match(int oldIndex, int nowIndex) {
        found[nowIndex] = oldIndex;
        used[oldIndex] = true;
    }

    private void matchSequence(int start, int oldEnd, int nowEnd) {
        // The length of the longest common sequence of the first items of both.
        int[][] longest = new int[oldEnd - start + 1][nowEnd - start + 1];
        for (int i = start; i < oldEnd; i++) {
            for (int j = start; j < nowEnd; j++) {
                longest[i - start + 1][j - start + 1] =
                        old[i] == now[j]
                                ? longest[i - start][j - start] + 1
                                : Math.max(
                                        longest[i - start][j - start + 1],
                                        longest[i - start + 1][j - start]);
            }
        }
        int i = oldEnd - start;
        int j = nowEnd - start;
        while (i > 0 && j > 0) {
            if (old[start + i - 1] == now[start + j - 1]) {
                match(start + --i, start + --j);
            } else if (longest[i - 1][j] > longest[i][j - 1]) {
                i--;
            } else {
                j--;
            }
        }
    }

    private void matchMoved(int start, int nowEnd) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int j = start; j < nowEnd; j++) {
            if (found[j] < 0) {
                int i = next.getOrDefault(now[j], 0);
                while (i < old.length && (used[i] || old[i] != now[j])) {
                    i++;
                }
                if (i < old.length) {
                    match(i, j);
                }
                next.put(now[j], i);
            }
        }
    }
}
