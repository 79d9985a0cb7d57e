import type { CardBlock, CarouselBlock } from "@slack/types";
import { Button } from "../elements/Button";
import { Picture } from "../elements/Picture";
import { PlaceContext } from "../store";
import { Words } from "../text/Words";

export function Card({ block }: { block: CardBlock }) {
  return (
    <div className="card">
      {block.hero_image && <Picture image={block.hero_image} className="card-hero" />}
      <div className="card-body">
        <div className="card-top">
          {block.icon && <Picture image={block.icon} className="card-icon" />}
          <div>
            {block.title && (
              <div className="card-title">
                <Words of={block.title} />
              </div>
            )}
            {block.subtitle && (
              <div className="note">
                <Words of={block.subtitle} />
              </div>
            )}
          </div>
        </div>
        {block.body && (
          <div className="words">
            <Words of={block.body} />
          </div>
        )}
        {block.actions && (
          <div className="actions">
            {block.actions.map((one, index) => (
              <Button key={index} element={one} />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

export function Carousel({ block }: { block: CarouselBlock }) {
  return (
    <div className="carousel" tabIndex={0} role="group" aria-label="Cards">
      {block.elements.map((card, index) => (
        <PlaceContext
          key={card.block_id ?? index}
          value={{ block: card.block_id ?? block.block_id ?? "", dispatches: true }}
        >
          <Card block={card} />
        </PlaceContext>
      ))}
    </div>
  );
}
