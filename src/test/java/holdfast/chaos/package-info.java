/**
 * The fault harness: real nodes, databases and stores, broken at random moments, and a checker with
 * its own eyes. See docs/reliability.md.
 */
@org.jspecify.annotations.NullMarked
package holdfast.chaos;
