/**
 * The class loaders of plug-ins. Their classes see the contract, the JDK and the jar, and cannot
 * end the server by a plain call.
 */
@NullMarked
package dev.chasqui.adapters.pf4j.loading;

import org.jspecify.annotations.NullMarked;
