import { expect, test } from "vitest";
import { parsePublished } from "#reports/parse/published-date.ts";

test.each([
  ["2021", { year: 2021 }],
  ["2021-11", { year: 2021, month: 11 }],
  ["2021-11-05", { year: 2021, month: 11, day: 5 }],
  ["2021-11-05T10:00:00Z", { year: 2021, month: 11, day: 5 }],
  ["October 1986", { year: 1986, month: 10 }],
  ["Oct. 1986", { year: 1986, month: 10 }],
  ["  october,   1986 ", { year: 1986, month: 10 }],
  ["13 December 2020", { year: 2020, month: 12, day: 13 }],
  ["1st May 2020", { year: 2020, month: 5, day: 1 }],
  ["March 5, 2003", { year: 2003, month: 3, day: 5 }],
  ["Sept. 3rd 2003", { year: 2003, month: 9, day: 3 }],
  ["29 February 2020", { year: 2020, month: 2, day: 29 }],
  ["29 February 2021", undefined],
  ["2021-13", undefined],
  ["2021-00", undefined],
  ["Autumn 2020", undefined],
  ["05/11/2021", undefined],
  ["soon", undefined],
  ["", undefined],
])("%j is %j", (printed, published) => {
  expect(parsePublished(printed)).toEqual(published);
});
