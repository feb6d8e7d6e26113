// Property tests draw the same cases in every run, so that a change is judged by itself. IBID_TEST_SEED draws others.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.IBID_TEST_SEED ?? 1) });
