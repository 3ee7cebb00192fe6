// The one model of the page: every change is drawn.
import type { Model } from './model.ts';

export interface Store {
  readonly model: () => Model;
  readonly show: (change: Partial<Model>) => void;
}

export function createStore(first: Model, draw: (model: Model) => void): Store {
  let model = first;
  return {
    model: () => model,
    show: (change) => {
      model = { ...model, ...change };
      draw(model);
    },
  };
}
