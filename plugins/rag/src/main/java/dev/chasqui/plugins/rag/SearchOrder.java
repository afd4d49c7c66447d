package dev.chasqui.plugins.rag;

import dev.chasqui.plugins.rag.library.DocumentFilter;

import java.util.List;

/**
 * The search that a command asks for.
 *
 * @param collections the names of the collections; empty if the command names none
 * @param k the most passages
 * @param budget the most tokens of the passages
 * @param filter the documents that are searched
 */
record SearchOrder(List<String> collections, int k, int budget, DocumentFilter filter) {
    SearchOrder {
        collections = List.copyOf(collections);
    }
}
